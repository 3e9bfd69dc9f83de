package parallel

import (
	"sync"
	"testing"
)

func TestParallel(t *testing.T) {
	total := 0
	for _, n := range []int{1, 2, 3} {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			total += n // want `variable total is written here and written on line 13 by another goroutine without synchronisation`
		})
	}
}

func TestParallelReaders(t *testing.T) {
	total := 0
	seen := map[int]bool{}
	for _, n := range []int{1, 2, 3} {
		seen[n] = true // ok: parallel tests go on when this one has returned
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if !seen[n] || total != 4 {
				t.Error(n)
			}
		})
	}
	total = 4
	t.Cleanup(func() { total = 3 })
}

func TestParallelLocked(t *testing.T) {
	var mu sync.Mutex
	total := 0
	for _, n := range []int{1, 2, 3} {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			mu.Lock()
			defer mu.Unlock()
			total += n
		})
	}
}

func TestOneByOne(t *testing.T) {
	total := 0
	for _, n := range []int{1, 2, 3} {
		t.Run("", func(t *testing.T) {
			total += n
		})
	}
	if total != 6 {
		t.Fatal(total)
	}
}
