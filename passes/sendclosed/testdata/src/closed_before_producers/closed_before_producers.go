// Package closed_before_producers has goroutines that send, and a close that
// waits for them or does not.
package closed_before_producers

import (
	"sync"
	"sync/atomic"
)

func compute(n int) int { return n * n }

func badNoWait() int {
	out := make(chan int, 3)
	for i := range 3 {
		go func() {
			out <- compute(i) // want `send on channel out that another goroutine can close first \(closed on line 19\)`
		}()
	}
	close(out)
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func badCloserGoroutine() int {
	out := make(chan int, 1)
	go func() {
		out <- compute(2) // want `send on channel out that another goroutine can close first \(closed on line 33\)`
	}()
	go func() {
		close(out)
	}()
	return <-out
}

func badOneProducerCloses() int {
	out := make(chan int)
	for i := range 2 {
		go func() {
			out <- i // want `send on channel out that another goroutine can close first \(closed on line 44\)`
			if i == 1 {
				close(out)
			}
		}()
	}
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func badReceiverCloses() int {
	ch := make(chan int)
	go func() {
		for i := 0; ; i++ {
			ch <- i // want `send on channel ch that another goroutine can close first \(closed on line 63\)`
		}
	}()
	v := <-ch
	close(ch)
	return v
}

func badSelectSend() int {
	ch := make(chan int)
	stop := make(chan struct{})
	go func() {
		for i := 0; ; i++ {
			select {
			case ch <- i: // want `send on channel ch that another goroutine can close first \(closed on line 81\)`
			case <-stop:
				return
			}
		}
	}()
	v := <-ch
	close(stop)
	close(ch)
	return v
}

func send(out chan<- int, v int) {
	out <- v // want `send on channel out that another goroutine can close first \(closed on line 92\)`
}

func badSenderIsHelper() {
	ch := make(chan int, 1)
	go send(ch, 1)
	close(ch)
}

func goodWait() int {
	out := make(chan int, 3)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- compute(i)
		}()
	}
	wg.Wait()
	close(out) // ok: every producer is done
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func goodCloserWaits() int {
	out := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			out <- compute(i)
		})
	}
	go func() {
		wg.Wait()
		close(out) // ok: the closer waits for the producers
	}()
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func goodLastCloses() int {
	out := make(chan int)
	var left atomic.Int32
	left.Store(2)
	for i := range 2 {
		go func() {
			out <- i
			if left.Add(-1) == 0 {
				close(out) // ok: the producer that ends last
			}
		}()
	}
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func goodReceivedAll() int {
	ch := make(chan int)
	for i := range 2 {
		go func() {
			ch <- i
		}()
	}
	sum := <-ch + <-ch
	close(ch) // ok: both sends have been received
	return sum
}

func goodStop() int {
	ch := make(chan int)
	stop := make(chan struct{})
	go func() {
		defer close(ch) // ok: the only sender closes
		for i := 0; ; i++ {
			select {
			case ch <- i:
			case <-stop:
				return
			}
		}
	}()
	v := <-ch
	close(stop)
	return v
}
