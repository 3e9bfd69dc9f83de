// Package atomic_flag has goroutines that look at an atomic variable before they
// wait.
package atomic_flag

import "sync/atomic"

func use(int) {}

func badFlag() {
	var stopped atomic.Bool
	ch := make(chan int)
	go func() {
		for !stopped.Load() {
			ch <- 1 // want `goroutine blocks forever sending to ch`
		}
	}()
	use(<-ch)
	stopped.Store(true)
}

type feed struct {
	closed atomic.Bool
	values chan int
}

func (f *feed) publish(v int) {
	if f.closed.Load() {
		return
	}
	f.values <- v // want `goroutine blocks forever sending to f\.values`
}

func badCheckedBefore() {
	f := &feed{values: make(chan int)}
	go f.publish(1)
	f.closed.Store(true) // the goroutine may have looked already
}

func badLoser(a, b func() int) int {
	var answers atomic.Int32
	ch := make(chan int)
	for _, f := range []func() int{a, b} {
		go func() {
			v := f()
			if answers.Add(1) <= 2 {
				ch <- v // want `goroutine blocks forever sending to ch`
			}
		}()
	}
	return <-ch
}

func goodFlag() {
	var stopped atomic.Bool
	ch := make(chan int)
	go func() {
		defer close(ch)
		for !stopped.Load() {
			ch <- 1 // ok: received until it is closed
		}
	}()
	use(<-ch)
	stopped.Store(true)
	for v := range ch {
		use(v)
	}
}

type bus struct {
	closed atomic.Bool
	values chan int
}

func (b *bus) publish(v int) {
	if b.closed.Load() {
		return
	}
	b.values <- v // ok: the buses of this package are closed before
}

func goodClosedBefore() {
	b := &bus{values: make(chan int)}
	b.closed.Store(true)
	go b.publish(1)
}

func goodWinner(a, b func() int) int {
	var answers atomic.Int32
	ch := make(chan int)
	for _, f := range []func() int{a, b} {
		go func() {
			v := f()
			if answers.Add(1) == 1 {
				ch <- v // ok: only the first one sends
			}
		}()
	}
	return <-ch
}
