// Package conditions waits for a sync.Cond.
package conditions

import "sync"

func use(int) {}

func badSignalBeforeWait() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	go func() {
		mu.Lock()
		defer mu.Unlock()
		cond.Signal()
	}()
	mu.Lock()
	defer mu.Unlock()
	cond.Wait() // want `cond\.Wait blocks forever \(nobody signals it\)`
}

func badNotSignalled() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		defer mu.Unlock()
		ready = true
	}()
	mu.Lock()
	defer mu.Unlock()
	for !ready {
		cond.Wait() // want `cond\.Wait blocks forever`
	}
}

func badUnderOtherLock() {
	var mu, state sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		state.Lock()
		mu.Lock()
		ready = true
		mu.Unlock()
		state.Unlock()
		cond.Signal()
	}()
	state.Lock()
	mu.Lock()
	for !ready {
		cond.Wait() // want `cond\.Wait blocks forever`
	}
	mu.Unlock()
	state.Unlock()
}

func badFlagWithoutLock() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	done := make(chan struct{})
	go func() {
		defer close(done)
		mu.Lock()
		defer mu.Unlock()
		cond.Wait()
	}()
	cond.Broadcast() // the goroutine may not wait yet
	<-done           // want `receive from done blocks forever`
}

func badOneSignal() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	cond := sync.NewCond(&mu)
	ready := false
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			for !ready {
				cond.Wait()
			}
		}()
	}
	mu.Lock()
	ready = true
	mu.Unlock()
	cond.Signal() // wakes one of the two
	wg.Wait()     // want `wg\.Wait blocks forever`
}

type queue struct {
	mu     sync.Mutex
	filled *sync.Cond
	items  []int
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.filled = sync.NewCond(&q.mu)
	return q
}

func (q *queue) take() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.filled.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	v := q.items[0]
	q.items = q.items[1:]
	return v, true
}

func (q *queue) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.filled.Broadcast()
}

func badForgottenBroadcast() {
	q := newQueue()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			v, ok := q.take()
			if !ok {
				return
			}
			use(v)
		}
	}()
	q.forget()
	<-done // want `receive from done blocks forever`
}

func goodBroadcastOnClose() {
	q := newQueue()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			v, ok := q.take()
			if !ok {
				return
			}
			use(v)
		}
	}()
	q.close()
	<-done // ok: the broadcast wakes the goroutine
}

func goodPredicate() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		defer mu.Unlock()
		ready = true
		cond.Signal()
	}()
	mu.Lock()
	defer mu.Unlock()
	for !ready {
		cond.Wait() // ok: not if it has been signalled before
	}
}

func goodSignalAfterUnlock() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
		cond.Signal()
	}()
	mu.Lock()
	for !ready {
		cond.Wait() // ok: the signal comes after the change
	}
	mu.Unlock()
}

func goodOwnLock() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	parked := make(chan struct{})
	go func() {
		<-parked
		mu.Lock() // ok: Wait has released it
		cond.Signal()
		mu.Unlock()
	}()
	mu.Lock()
	close(parked)
	cond.Wait() // ok: the signal comes after the wait has begun
	mu.Unlock()
}

func goodBroadcast() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	cond := sync.NewCond(&mu)
	ready := false
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			for !ready {
				cond.Wait()
			}
		}()
	}
	mu.Lock()
	ready = true
	mu.Unlock()
	cond.Broadcast()
	wg.Wait() // ok: both are woken
}

func goodRLocker() {
	var mu sync.RWMutex
	cond := sync.NewCond(mu.RLocker())
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
		cond.Broadcast()
	}()
	mu.RLock()
	for !ready {
		cond.Wait() // ok: releases the read lock meanwhile
	}
	mu.RUnlock()
}
