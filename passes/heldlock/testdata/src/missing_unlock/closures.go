package missing_unlock

import (
	"errors"
	"sync"
)

var errGone = errors.New("gone")

type requests struct {
	mu      sync.Mutex
	pending map[int]bool
	next    int
}

// badAdd: the deferred function releases only what it takes itself.
func (r *requests) badAdd(send func(int) error) (err error) {
	r.mu.Lock()
	if r.pending == nil {
		return errGone // want `return with r.mu locked on line \d+`
	}
	r.next++
	id := r.next
	r.pending[id] = true
	r.mu.Unlock()
	defer func() {
		if err != nil {
			r.mu.Lock()
			delete(r.pending, id)
			r.mu.Unlock()
		}
	}()
	return send(id)
}

// goodAdd: the deferred function releases what the function took.
func (r *requests) goodAdd(send func(int) error) error {
	r.mu.Lock()
	defer func() { r.mu.Unlock() }()
	if r.pending == nil {
		return errGone // ok
	}
	r.next++
	return send(r.next)
}
