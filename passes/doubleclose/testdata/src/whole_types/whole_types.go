// Package whole_types has types whose own goroutine and methods close one channel.
package whole_types

import (
	"errors"
	"sync"
)

// badWatcher closes it in its goroutine and in Stop.
type badWatcher struct {
	done chan struct{}
	quit chan struct{}
}

func newBadWatcher(watch func() error) *badWatcher {
	w := &badWatcher{done: make(chan struct{}), quit: make(chan struct{})}
	go func() {
		for watch() == nil {
		}
		close(w.done) // want `close of channel w.done that another goroutine can close first \(closed on line 26\)`
	}()
	return w
}

func (w *badWatcher) Stop() {
	close(w.done)
}

// goodWatcher waits for it.
type goodWatcher struct {
	done chan struct{}
	quit chan struct{}
}

func newGoodWatcher(watch func() error) *goodWatcher {
	w := &goodWatcher{done: make(chan struct{}), quit: make(chan struct{})}
	go func() {
		defer close(w.done) // ok: only here
		for watch() == nil {
			select {
			case <-w.quit:
				return
			default:
			}
		}
	}()
	return w
}

func (w *goodWatcher) Stop() {
	close(w.quit)
	<-w.done
}

// goodOnceWatcher closes it in both, once.
type goodOnceWatcher struct {
	done chan struct{}
	once sync.Once
}

func newGoodOnceWatcher(watch func() error) *goodOnceWatcher {
	w := &goodOnceWatcher{done: make(chan struct{})}
	go func() {
		for watch() == nil {
		}
		w.Stop()
	}()
	return w
}

func (w *goodOnceWatcher) Stop() {
	w.once.Do(func() { close(w.done) }) // ok: Do calls it once
}

// goodUser leaves it to the caller to call Stop only once.
type goodUser struct{ done chan struct{} }

func newGoodUser() *goodUser { return &goodUser{done: make(chan struct{})} }

func (u *goodUser) Stop() {
	close(u.done) // ok: a second call is the caller's mistake
}

// A goodReader can be closed in two ways, of which a caller takes one.
type goodReader struct {
	lines chan string
}

func newGoodReader() *goodReader {
	r := &goodReader{lines: make(chan string)}
	go func() {
		for range r.lines {
		}
	}()
	return r
}

func (r *goodReader) Close() {
	close(r.lines) // ok: by one of the two
}

func (r *goodReader) AsyncClose() {
	go r.Close()
}

var errClosed = errors.New("closed")

// A variable remembers by its error that it is closed.
type variable struct {
	mu      sync.Mutex
	err     error
	changed chan struct{}
	next    func() (int, error)
}

func goodVariable(next func() (int, error)) *variable {
	v := &variable{changed: make(chan struct{}), next: next}
	go v.background()
	return v
}

func (v *variable) background() {
	for {
		_, err := v.next()
		v.mu.Lock()
		if errors.Is(v.err, errClosed) {
			v.mu.Unlock()
			return
		}
		v.err = err
		close(v.changed) // ok: it is not closed yet
		v.changed = make(chan struct{})
		v.mu.Unlock()
	}
}

func (v *variable) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if errors.Is(v.err, errClosed) {
		return errClosed
	}
	v.err = errClosed
	close(v.changed)
	return nil
}
