// Package missing_unlock has functions that forget to unlock before one of their
// returns.
package missing_unlock

import (
	"errors"
	"sync"
)

var errClosed = errors.New("closed")

func use(int) {}

type session struct {
	mu     sync.Mutex
	closed bool
	peers  map[string]int
}

func (s *session) badPeer(name string) (int, error) {
	s.mu.Lock()
	if s.closed {
		return 0, errClosed // want `return with s\.mu locked on line 21; the return on line 27 unlocks it`
	}
	n := s.peers[name]
	s.mu.Unlock()
	return n, nil
}

func (s *session) badJoin(name string, dial func() (int, error)) error {
	s.mu.Lock()
	s.peers[name] = 0
	n, err := dial()
	if err != nil {
		return err // want `return with s\.mu locked on line 31; the return on line 39 unlocks it`
	}
	s.peers[name] = n
	s.mu.Unlock()
	return nil
}

// badLeave ends without a return statement.
func (s *session) badLeave(name string) {
	s.mu.Lock()
	if _, ok := s.peers[name]; !ok {
		return // want `return with s\.mu locked on line 44`
	}
	delete(s.peers, name)
	s.mu.Unlock()
}

func (s *session) badHandle(kind byte) error {
	s.mu.Lock()
	switch kind {
	case 'p':
		s.peers["p"]++
	case 'q':
		s.closed = true
	default:
		return errors.New("unknown kind") // want `return with s\.mu locked on line 53; the return on line 63 unlocks it`
	}
	s.mu.Unlock()
	return nil
}

// badClose unlocks one of two early returns.
func (s *session) badClose(flush func() error) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	if err := flush(); err != nil {
		return err // want `return with s\.mu locked on line 68`
	}
	s.mu.Unlock()
	return nil
}

// badRetaken takes the lock for a second time after a call, and forgets that.
func (s *session) badRetaken(name string, load func() (int, error)) error {
	s.mu.Lock()
	n, ok := s.peers[name]
	s.mu.Unlock()
	if ok {
		use(n)
		return nil
	}
	n, err := load()
	s.mu.Lock()
	if err != nil {
		return err // want `return with s\.mu locked on line 91; the return on line 97 unlocks it`
	}
	s.peers[name] = n
	s.mu.Unlock()
	return nil
}

type index struct {
	mu   sync.RWMutex
	keys []string
}

// badFind leaves from the middle of a loop.
func (x *index) badFind(key string) int {
	x.mu.RLock()
	for i, k := range x.keys {
		if k == key {
			return i // want `return with x\.mu locked on line 107; the return on line 114 unlocks it`
		}
	}
	x.mu.RUnlock()
	return -1
}

var (
	registryMu sync.Mutex
	registry   = map[string]func(){}
)

func badRegister(name string, f func()) error {
	registryMu.Lock()
	if _, dup := registry[name]; dup {
		return errors.New("registered twice") // want `return with registryMu locked on line 123; the return on line 129 unlocks it`
	}
	registry[name] = f
	registryMu.Unlock()
	return nil
}

// badTry takes the lock only if that is free.
func (s *session) badTry() bool {
	if !s.mu.TryLock() {
		return false
	}
	if s.closed {
		return false // want `return with s\.mu locked on line 134; the return on line 142 unlocks it`
	}
	s.peers["try"]++
	s.mu.Unlock()
	return true
}

func (s *session) goodPeer(name string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, errClosed // ok: the deferred Unlock runs on every path
	}
	return s.peers[name], nil
}

func (s *session) goodJoin(name string, dial func() (int, error)) error {
	s.mu.Lock()
	n, err := dial()
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.peers[name] = n
	s.mu.Unlock()
	return nil
}

// goodBefore returns before it locks.
func (s *session) goodBefore(name string) error {
	if name == "" {
		return errors.New("no name") // ok: not yet locked
	}
	s.mu.Lock()
	s.peers[name]++
	s.mu.Unlock()
	return nil
}

func (s *session) goodTry() bool {
	if !s.mu.TryLock() {
		return false // ok: somebody else has the lock
	}
	defer s.mu.Unlock()
	return !s.closed
}

// goodTryResult keeps the result of TryLock for later.
func (s *session) goodTryResult() bool {
	got := s.mu.TryLock()
	if got {
		s.peers["try"]++
	}
	use(len(s.peers))
	if got {
		s.mu.Unlock()
	}
	return got // ok: locked only if got
}

// goodClosure unlocks in a deferred closure, which has more to do.
func (s *session) goodClosure(flush func() error) (err error) {
	s.mu.Lock()
	defer func() {
		if err != nil {
			s.closed = true
		}
		s.mu.Unlock()
	}()
	if s.closed {
		return errClosed
	}
	return flush()
}

type stream struct {
	mu     sync.Mutex
	closed bool
	sent   int
}

// goodHelper defers a helper that unlocks.
func (s *stream) goodHelper() error {
	s.mu.Lock()
	defer s.finish()
	if s.closed {
		return errClosed // ok: finish unlocks
	}
	return nil
}

func (s *stream) finish() {
	s.sent++
	s.mu.Unlock()
}

// goodGoto has one exit, which all paths reach.
func (s *session) goodGoto(name string) (err error) {
	s.mu.Lock()
	if s.closed {
		err = errClosed
		goto out
	}
	s.peers[name]++
out:
	s.mu.Unlock()
	return err
}

func (x *index) goodFind(key string) int {
	x.mu.RLock()
	found := -1
	for i, k := range x.keys {
		if k == key {
			found = i
			break
		}
	}
	x.mu.RUnlock()
	return found
}

type flusher struct {
	mu    sync.Mutex
	stats map[int]int
	queue chan request
}

// NewFlusher takes the channel from its caller.
func NewFlusher(queue chan request) *flusher { return &flusher{queue: queue} }

type request struct{ done chan error }

func (r request) wait() error { return <-r.done }

func (f *flusher) badNothingToFlush() error {
	f.mu.Lock()
	if len(f.stats) == 0 {
		return nil // want `return with f.mu locked on line \d+; the return on line \d+ unlocks it`
	}
	f.stats = map[int]int{}
	f.mu.Unlock()
	r := request{done: make(chan error, 1)}
	f.queue <- r
	return r.wait()
}

// goodBegin leaves the lock to its caller, but for a request that failed.
func (f *flusher) goodBegin() error {
	f.mu.Lock()
	r := request{done: make(chan error, 1)}
	f.queue <- r
	if err := r.wait(); err != nil {
		f.mu.Unlock()
		return err
	}
	return nil // ok: success with the lock
}
