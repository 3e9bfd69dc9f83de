// Package two_goroutines has several goroutines that close one channel.
package two_goroutines

import (
	"sync"
	"sync/atomic"
)

func badEachCloses() {
	done := make(chan struct{})
	for range 2 {
		go func() {
			close(done) // want `close of channel done that another goroutine can close first \(closed on line 13\)`
		}()
	}
	<-done
}

func badConsumerCloses() int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i
		}
	}()
	sum := 0
	for v := range ch {
		sum += v
	}
	close(ch) // want `close of channel ch that another goroutine can close first \(closed on line 22\)`
	return sum
}

func signal(done chan struct{}) {
	close(done) // want `close of channel done that another goroutine can close first \(closed on line 36\)`
}

func badSameHelper() {
	quit := make(chan struct{})
	go signal(quit)
	go signal(quit)
	<-quit
}

func badAskedWithoutLock() {
	done := make(chan struct{})
	for range 2 {
		go func() {
			select {
			case <-done:
			default:
				close(done) // want `close of channel done that another goroutine can close first \(closed on line 53\)`
			}
		}()
	}
	<-done
}

func goodFirstCloses() {
	done := make(chan struct{})
	for i := range 2 {
		go func() {
			if i == 0 {
				close(done) // ok: one of the goroutines
			}
		}()
	}
	<-done
}

func goodOnce() {
	done := make(chan struct{})
	var once sync.Once
	for range 2 {
		go func() {
			once.Do(func() { close(done) }) // ok: Do calls it once
		}()
	}
	<-done
}

func goodFlag() {
	done := make(chan struct{})
	var mu sync.Mutex
	closed := false
	for range 2 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			if !closed {
				closed = true
				close(done) // ok: the flag is read and set under the lock
			}
		}()
	}
	<-done
}

func goodSwap() {
	done := make(chan struct{})
	var closed atomic.Bool
	for range 2 {
		go func() {
			if closed.CompareAndSwap(false, true) {
				close(done) // ok: one goroutine wins the swap
			}
		}()
	}
	<-done
}

func goodOwnChannels() {
	for range 2 {
		done := make(chan struct{})
		go func() {
			close(done) // ok: every goroutine has a channel of its own
		}()
		<-done
	}
}

// badAny closes it for each of the others that is closed.
func badAny(upstreams ...<-chan int) <-chan int {
	out := make(chan int)
	for _, ch := range upstreams {
		go func() {
			select {
			case <-ch:
				close(out) // want `close of channel out that another goroutine can close first`
			case <-out:
			}
		}()
	}
	return out
}
