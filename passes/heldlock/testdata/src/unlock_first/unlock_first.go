// Package unlock_first has locks that are left locked, of which this package knows all that
// is done with them, and others.
package unlock_first

import (
	"errors"
	"fmt"
	"sync"
)

type store struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	items map[string]int
	n     int
}

func (s *store) badAdd(name string) error {
	s.mu.Lock()
	if name == "" {
		// Nothing to add.
		return errors.New("no name") // want `return with s\.mu locked on line \d+`
	}
	s.items[name]++
	s.mu.Unlock()
	return nil
}

func (s *store) badFind(name string) (int, error) {
	s.rw.RLock()
	n, ok := s.items[name]
	if !ok {
		return 0, fmt.Errorf("no %s", name) // want `return with s\.rw locked on line \d+`
	}
	s.rw.RUnlock()
	return n, nil
}

func badCases(s *store, kind byte) error {
	s.mu.Lock()
	switch kind {
	case 'a':
		s.n++
	case 'b':
		return errors.New("b") // want `return with s\.mu locked on line \d+`
	default:
		s.n = 0
	}
	s.mu.Unlock()
	return nil
}

// badRead returns what the lock protects.
func (s *store) badRead(quick bool) int {
	s.mu.Lock()
	if quick {
		// No fix: it must be read first.
		return s.n // want `return with s\.mu locked on line \d+`
	}
	s.n++
	s.mu.Unlock()
	return 0
}

// An optional lock is taken only sometimes.
type optional struct {
	mu sync.Mutex
	n  int
}

func (s *optional) badMaybe(lock bool) bool {
	if lock {
		s.mu.Lock()
	}
	if s.n > 0 {
		return true // no fix: it may not be locked
	}
	if lock {
		s.mu.Unlock()
	}
	return false
}

// A shared lock can be released by other packages.
type shared struct {
	Mu sync.Mutex
	n  int
}

func (s *shared) badExported(ok bool) bool {
	s.Mu.Lock()
	if !ok {
		// No fix.
		return false // want `return with s\.Mu locked on line \d+`
	}
	s.n++
	s.Mu.Unlock()
	return true
}

// An embedded lock is part of the interface of its type.
type embedded struct {
	sync.Mutex
	n int
}

func (e *embedded) badEmbedded(ok bool) bool {
	e.Lock()
	if !ok {
		// No fix.
		return false // want `return with e locked on line \d+`
	}
	e.n++
	e.Unlock()
	return true
}

// A lent lock is known to others.
type lent struct {
	mu sync.Mutex
	n  int
}

func (l *lent) locker() sync.Locker { return &l.mu }

func (l *lent) badLent(ok bool) bool {
	l.mu.Lock()
	if !ok {
		// No fix.
		return false // want `return with l\.mu locked on line \d+`
	}
	l.n++
	l.mu.Unlock()
	return true
}

// A halved lock is released by who gets it locked.
type halved struct {
	mu sync.Mutex
	n  int
}

func (h *halved) badHalf(ok bool) bool {
	h.mu.Lock()
	if !ok {
		// No fix.
		return false // want `return with h\.mu locked on line \d+`
	}
	h.n++
	h.mu.Unlock()
	return true
}

func (h *halved) finish() {
	if h.n > 0 {
		h.mu.Lock()
		h.n--
	}
	h.mu.Unlock()
}

func (s *store) goodAdd(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "" {
		return errors.New("no name") // ok: unlocked by the defer
	}
	s.items[name]++
	return nil
}
