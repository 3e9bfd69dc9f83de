package closed_before_producers

import "testing"

func TestBadParallelSubtests(t *testing.T) {
	out := make(chan int, 10)
	defer close(out)
	for _, n := range []int{1, 2} {
		t.Run("produce", func(t *testing.T) {
			t.Parallel()
			out <- n // want `send on channel out that another goroutine can close first`
		})
	}
}

func TestGoodParallelSubtests(t *testing.T) {
	out := make(chan int, 10)
	t.Cleanup(func() { close(out) }) // ok: after the parallel subtests
	for _, n := range []int{1, 2} {
		t.Run("produce", func(t *testing.T) {
			t.Parallel()
			out <- n
		})
	}
}
