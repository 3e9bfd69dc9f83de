// Package guarded holds types that are safe to send on and to close at the
// same time.
package guarded

import (
	"errors"
	"sync"
)

// A flagged queue remembers under its lock that it was closed.
type flagged struct {
	mu     sync.Mutex
	closed bool
	items  chan int
}

func (f *flagged) put(v int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return false
	}
	select {
	case f.items <- v: // ok: closed only under the lock, with the flag
		return true
	default:
		return false
	}
}

func (f *flagged) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.closed {
		f.closed = true
		close(f.items)
	}
}

func goodFlag() {
	f := &flagged{items: make(chan int, 1)}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		f.put(1)
	}()
	go func() {
		defer wg.Done()
		f.close()
	}()
	wg.Wait()
	f.put(2)
	f.close()
}

// A broker never closes the channel that it sends on, only done.
type broker struct {
	events chan int
	done   chan struct{}
	once   sync.Once
}

func newBroker() *broker {
	return &broker{events: make(chan int), done: make(chan struct{})}
}

func (b *broker) publish(v int) bool {
	select {
	case b.events <- v: // ok: events stays open
		return true
	case <-b.done:
		return false
	}
}

func (b *broker) stop() {
	b.once.Do(func() { close(b.done) })
}

func goodOnce() int {
	b := newBroker()
	var wg sync.WaitGroup
	wg.Add(1)
	sum := 0
	go func() {
		defer wg.Done()
		for {
			select {
			case v := <-b.events:
				sum += v
			case <-b.done:
				return
			}
		}
	}()
	b.publish(1)
	b.stop()
	b.publish(2)
	b.stop()
	wg.Wait()
	return sum
}

// An unguarded queue sets the flag, but checks it without the lock.
type unguarded struct {
	mu     sync.Mutex
	closed bool
	items  chan int
}

func (u *unguarded) isClosed() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.closed
}

func (u *unguarded) put(v int) {
	if !u.isClosed() {
		u.items <- v // want `send on channel u\.items that another goroutine can close first \(closed on line 128\)`
	}
}

func (u *unguarded) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.closed = true
	close(u.items)
}

func badCheckThenSend() {
	u := &unguarded{items: make(chan int, 1)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		u.put(1)
	}()
	u.close()
	<-done
}

// A stream makes an error of the panic.
type stream struct{ messages chan int }

func (s *stream) send(v int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("closed")
		}
	}()
	s.messages <- v // ok: it recovers
	return nil
}

func goodRecovered() error {
	s := &stream{messages: make(chan int, 1)}
	close(s.messages)
	return s.send(1)
}
