package whole_types

import (
	"sync"
	"sync/atomic"
)

// badBus looks whether it is closed, and may be closed right after that.
type badBus struct {
	closed atomic.Bool
	ch     chan int
}

func NewBadBus() *badBus {
	b := &badBus{ch: make(chan int, 4)}
	go drain(b.ch)
	return b
}

func drain(ch <-chan int) {
	for range ch {
	}
}

func (b *badBus) Send(n int) error {
	if b.closed.Load() {
		return errClosed
	}
	b.ch <- n // want `send on channel b.ch that another goroutine can close first`
	return nil
}

func (b *badBus) Close() {
	if b.closed.CompareAndSwap(false, true) {
		close(b.ch)
	}
}

// goodBus keeps Close out while it sends.
type goodBus struct {
	mu     sync.RWMutex
	closed atomic.Bool
	ch     chan int
}

func NewGoodBus() *goodBus {
	b := &goodBus{ch: make(chan int, 4)}
	go drain(b.ch)
	return b
}

func (b *goodBus) Send(n int) error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed.Load() {
		return errClosed
	}
	b.ch <- n // ok: Close needs the lock
	return nil
}

func (b *goodBus) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed.CompareAndSwap(false, true) {
		close(b.ch)
	}
}

// goodWriter is for one goroutine at a time: it tells of a mistake in the order of calls.
type goodWriter struct {
	closed bool
	ch     chan int
}

func NewGoodWriter() *goodWriter {
	w := &goodWriter{ch: make(chan int, 4)}
	go drain(w.ch)
	return w
}

func (w *goodWriter) Send(n int) error {
	if w.closed {
		return errClosed
	}
	w.ch <- n // ok: a caller's business
	return nil
}

func (w *goodWriter) Close() {
	if !w.closed {
		w.closed = true
		close(w.ch)
	}
}

// goodCounted uses sync/atomic for something else.
type goodCounted struct {
	sent atomic.Int64
	ch   chan int
}

func NewGoodCounted() *goodCounted {
	c := &goodCounted{ch: make(chan int, 4)}
	go drain(c.ch)
	return c
}

func (c *goodCounted) Send(n int) {
	c.sent.Add(1)
	c.ch <- n // ok: a caller's business
}

func (c *goodCounted) Close() { close(c.ch) }
