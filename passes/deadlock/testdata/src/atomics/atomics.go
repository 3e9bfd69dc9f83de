// Package atomics has atomic variables that decide who sends or closes.
package atomics

import "sync/atomic"

func use(int) {}

func badWinner() {
	var taken atomic.Bool
	ch := make(chan int)
	for i := range 2 {
		go func() {
			if taken.CompareAndSwap(false, true) {
				ch <- i
			}
		}()
	}
	use(<-ch)
	use(<-ch) // want `receive from ch blocks forever`
}

func badCountdown() {
	var left atomic.Int32
	left.Store(3)
	done := make(chan struct{})
	for range 2 {
		go func() {
			if left.Add(-1) == 0 {
				close(done)
			}
		}()
	}
	<-done // want `receive from done blocks forever`
}

func badSecondLoad() {
	var open atomic.Bool
	ch := make(chan int)
	go func() {
		if open.Load() {
			ch <- 1
		}
	}()
	open.Store(true)
	use(<-ch) // want `receive from ch blocks forever`
}

func badPackageFunctions() {
	var n int64
	ch := make(chan int)
	for range 2 {
		go func() {
			if atomic.AddInt64(&n, 1) == 1 {
				ch <- 1
			}
		}()
	}
	use(<-ch)
	use(<-ch) // want `receive from ch blocks forever`
}

type server struct {
	draining atomic.Bool
	jobs     chan int
	idle     chan struct{}
}

func (s *server) run() {
	defer close(s.idle)
	for j := range s.jobs {
		use(j)
	}
}

func (s *server) submit(j int) bool {
	if s.draining.Load() {
		return false
	}
	s.jobs <- j
	return true
}

func (s *server) forget() {
	s.draining.Store(true)
	<-s.idle // want `receive from s\.idle blocks forever`
}

func badDrain() {
	s := &server{jobs: make(chan int), idle: make(chan struct{})}
	go s.run()
	s.submit(1)
	s.forget()
}

type job struct {
	done chan struct{}
	skip bool
}

func goodWinner() {
	var taken atomic.Bool
	ch := make(chan int)
	for i := range 2 {
		go func() {
			if taken.CompareAndSwap(false, true) {
				ch <- i // ok: one of the two sends
			}
		}()
	}
	use(<-ch)
}

func goodCountdown() {
	var left atomic.Int32
	left.Store(2)
	done := make(chan struct{})
	for range 2 {
		go func() {
			if left.Add(-1) == 0 {
				close(done)
			}
		}()
	}
	<-done // ok: the last one closes it
}

func goodStoredBefore() {
	var open atomic.Bool
	ch := make(chan int)
	open.Store(true)
	go func() {
		if open.Load() {
			ch <- 1
		}
	}()
	use(<-ch) // ok: stored before the goroutine starts
}

func goodSwap() {
	var closed atomic.Bool
	done := make(chan struct{})
	stop := func() {
		if !closed.Swap(true) {
			close(done)
		}
	}
	go stop()
	stop()
	<-done // ok: the first of the two closes it
}

func goodCompareAndSwapLoop() {
	var n atomic.Int64
	ch := make(chan int, 2)
	for range 2 {
		go func() {
			for {
				old := n.Load()
				if n.CompareAndSwap(old, old+1) {
					break
				}
			}
			ch <- 1
		}()
	}
	use(<-ch)
	use(<-ch) // ok: both send
}

func goodPointer() {
	var current atomic.Pointer[job]
	current.Store(&job{done: make(chan struct{})})
	go func() {
		close(current.Load().done)
	}()
	<-current.Load().done // ok: the same job
}
