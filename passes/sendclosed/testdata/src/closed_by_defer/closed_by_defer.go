// Package closed_by_defer closes with defer, sometimes too early.
package closed_by_defer

import (
	"sync"
	"time"
)

func compute(n int) int { return n * n }

func badTimeout() int {
	ch := make(chan int)
	defer close(ch)
	go func() {
		ch <- compute(3) // want `send on channel ch that another goroutine can close first \(closed on line 13\)`
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}

func badFirstOnly() int {
	out := make(chan int)
	defer close(out)
	go func() {
		for i := range 3 {
			out <- i // want `send on channel out that another goroutine can close first \(closed on line 27\)`
		}
	}()
	return <-out
}

func badDeferOrder() {
	var wg sync.WaitGroup
	ch := make(chan int, 1)
	defer wg.Wait()
	defer close(ch)
	wg.Add(1)
	go func() {
		defer wg.Done()
		ch <- 1 // want `send on channel ch that another goroutine can close first \(closed on line 40\)`
	}()
}

func badDeferredSend() {
	ch := make(chan int, 1)
	defer func() {
		ch <- 1 // want `send on closed channel ch \(closed on line 53\)`
	}()
	close(ch)
}

func goodDeferOrder() {
	var wg sync.WaitGroup
	ch := make(chan int, 1)
	defer close(ch) // ok: deferred calls run last in, first out, so Wait comes first
	defer wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		ch <- 1
	}()
}

func goodProducerCloses() int {
	out := make(chan int)
	go func() {
		defer close(out) // ok: the only sender closes, after its last send
		for i := range 3 {
			out <- compute(i)
		}
	}()
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func goodTimeout() int {
	ch := make(chan int, 1)
	go func() {
		defer close(ch)
		ch <- compute(3) // ok: the receiver leaves the channel open
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}

func goodWaitThenReturn() {
	ch := make(chan int, 3)
	defer close(ch) // ok: all senders are done when the function returns
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- i
		}()
	}
	wg.Wait()
}
