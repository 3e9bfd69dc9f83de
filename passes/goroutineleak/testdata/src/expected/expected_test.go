package expected

import (
	"expected/expect"
	"testing"
)

func one() <-chan int {
	ch := make(chan int, 1)
	ch <- 1
	close(ch)
	return ch
}

func TestGoodLeak(t *testing.T) {
	expect.Leak(t, func(t *testing.T) {
		done := make(chan int)
		go func() {
			done <- 1 // ok: that is what is tested
		}()
	})
	t.Run("not closed", func(t *testing.T) {
		expect.Leak(t, func(t *testing.T) {
			<-Merge(one(), make(chan int)) // ok
		})
	})
}

func TestBadNoLeak(t *testing.T) {
	expect.NoLeak(t, func(t *testing.T) {
		done := make(chan int)
		go func() {
			done <- 1 // want `goroutine blocks forever sending to done`
		}()
	})
}

func run(t *testing.T, f func(t *testing.T)) { t.Run("run", f) }

func TestBadRun(t *testing.T) {
	run(t, func(t *testing.T) {
		done := make(chan int)
		go func() {
			done <- 1 // want `goroutine blocks forever sending to done`
		}()
	})
}
