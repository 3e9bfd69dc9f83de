package whole_types

import "sync"

// badRing looks whether it is closed, but sends without the lock.
type badRing[T any] struct {
	last   T
	mu     sync.Mutex
	closed bool
	ch     chan T
}

func NewBadRing[T any]() *badRing[T] { return &badRing[T]{ch: make(chan T, 8)} }

func (r *badRing[T]) Put(v T) error {
	if r.isClosed() {
		return errClosed
	}
	r.ch <- v // want `send on channel r.ch that another goroutine can close first`
	return nil
}

func (r *badRing[T]) isClosed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closed
}

func (r *badRing[T]) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.closed = true
		close(r.ch)
	}
}

// goodRing sends with the lock.
type goodRing[T any] struct {
	last   T
	mu     sync.Mutex
	closed bool
	ch     chan T
}

func NewGoodRing[T any]() *goodRing[T] { return &goodRing[T]{ch: make(chan T, 8)} }

func (r *goodRing[T]) Put(v T) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	r.last = v
	select {
	case r.ch <- v: // ok: Close needs the lock
	default:
	}
	return nil
}

func (r *goodRing[T]) Last() T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

func (r *goodRing[T]) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.closed = true
		close(r.ch)
	}
}

// goodStart is started by its constructor, which gives each value its own goroutine.
type goodStart[T any] struct {
	in   chan T
	done chan struct{}
}

func NewGoodStart[T any](do func(T)) *goodStart[T] {
	s := &goodStart[T]{in: make(chan T), done: make(chan struct{})}
	go s.run(do)
	return s
}

func (s *goodStart[T]) run(do func(T)) {
	for {
		select {
		case v := <-s.in:
			do(v)
		case <-s.done:
			return
		}
	}
}

func (s *goodStart[T]) Put(v T) {
	select {
	case s.in <- v:
	case <-s.done:
	}
}

func (s *goodStart[T]) Close() { close(s.done) }
