package conditions

import (
	"container/list"
	"sync"
)

type event any

// flushed waits, when it is closed, until its goroutine has seen that.
type flushed struct {
	mu     sync.Mutex
	cond   *sync.Cond
	events *list.List
	closed bool
}

func newFlushed() *flushed {
	f := &flushed{events: list.New()}
	f.cond = sync.NewCond(&f.mu)
	go f.run()
	return f
}

func (f *flushed) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return
	}
	f.closed = true
	f.cond.Signal()
	f.cond.Wait() // ok: what next returns is not nil unless it is closed
}

func (f *flushed) run() {
	for {
		e := f.next()
		if e == nil {
			return
		}
		use(e.(int))
	}
}

func (f *flushed) next() event {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.events.Len() < 1 {
		if f.closed {
			f.cond.Broadcast()
			return nil
		}
		f.cond.Wait()
	}
	front := f.events.Front()
	e := front.Value.(event)
	f.events.Remove(front)
	return e
}

func goodFlush() {
	f := newFlushed()
	f.mu.Lock()
	f.events.PushBack(nil)
	f.mu.Unlock()
	f.Close()
}
