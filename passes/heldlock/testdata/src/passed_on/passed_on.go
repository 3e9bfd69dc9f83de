// Package passed_on has a lock that goes from one goroutine to another one and back.
package passed_on

import (
	"context"
	"sync"
)

type walker struct {
	mu        sync.Mutex // held while start's goroutine works
	ctx       context.Context
	current   int
	done      bool
	responses chan int
	more      chan int
}

func (w *walker) start(walk func(load func(int) int)) {
	w.mu.Lock()
	go func() {
		walk(w.load)
		w.finish()
	}()
}

// load lets others look at the state until they have answered, with the lock held.
func (w *walker) load(n int) int {
	w.current = n
	w.mu.Unlock()
	select {
	case <-w.ctx.Done():
		w.mu.Lock()
		return -1
	case r := <-w.responses:
		return r
	}
}

func (w *walker) finish() {
	w.done = true // ok: the lock is held, it is released right here
	w.mu.Unlock()
}

func (w *walker) goodDone() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.done
}

// goodAnswer leaves it to whoever receives to release the lock.
func (w *walker) goodAnswer(n int) {
	w.mu.Lock()
	if w.done {
		w.mu.Unlock()
		return
	}
	select {
	case <-w.ctx.Done():
		w.mu.Unlock()
	case w.responses <- n: // ok: load returns with the lock
	}
}

// badAnswer sends to somebody who has nothing to do with the lock.
func (w *walker) badAnswer(n int) {
	w.mu.Lock()
	if w.done {
		w.mu.Unlock()
		return
	}
	select {
	case <-w.ctx.Done():
		w.mu.Unlock()
	case w.more <- n:
	}
} // want `return with w\.mu locked on line 66`

func (w *walker) print() {
	for n := range w.more {
		println(n)
	}
}
