// Package kinds_of_lock has locks that are embedded, behind sync.Locker, of a
// field of a field, of an element, or of a generic type, and returns that forget
// them.
package kinds_of_lock

import (
	"errors"
	"sync"
)

var errFull = errors.New("full")

// An account embeds its lock.
type account struct {
	sync.Mutex
	balance int
}

func (a *account) badWithdraw(n int) error {
	a.Lock()
	if a.balance < n {
		return errors.New("too little") // want `return with a\S* locked on line 20; the return on line 26 unlocks it`
	}
	a.balance -= n
	a.Unlock()
	return nil
}

func (a *account) goodWithdraw(n int) error {
	a.Lock()
	defer a.Unlock()
	if a.balance < n {
		return errors.New("too little")
	}
	a.balance -= n
	return nil
}

// A pool has a lock that the user can choose.
type pool struct {
	lock    sync.Locker
	running int
	limit   int
}

func newPool(limit int) *pool {
	return &pool{lock: new(sync.Mutex), limit: limit}
}

func (p *pool) badGet() error {
	p.lock.Lock()
	if p.running >= p.limit {
		return errFull // want `return with p\.lock locked on line 51; the return on line 57 unlocks it`
	}
	p.running++
	p.lock.Unlock()
	return nil
}

func (p *pool) goodGet() error {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.running >= p.limit {
		return errFull // ok: deferred
	}
	p.running++
	return nil
}

// A spinLock is a Locker of this package.
type spinLock struct{ c chan struct{} }

func newSpinLock() *spinLock { return &spinLock{make(chan struct{}, 1)} }

func (s *spinLock) Lock()   { s.c <- struct{}{} } // ok: a half
func (s *spinLock) Unlock() { <-s.c }

func goodSpinPool(limit int) *pool {
	return &pool{lock: newSpinLock(), limit: limit}
}

// A cache is a map with shards, each of which has a lock.
type cache struct {
	shards [8]struct {
		mu      sync.RWMutex
		entries map[string]string
	}
}

func (c *cache) badLookup(i int, key string) (string, error) {
	c.shards[i].mu.RLock()
	v, ok := c.shards[i].entries[key]
	if !ok {
		return "", errors.New("no entry") // want `return with c\.shards\[i\]\.mu locked on line 91; the return on line 97 unlocks it`
	}
	c.shards[i].mu.RUnlock()
	return v, nil
}

func (c *cache) goodLookup(i int, key string) (string, bool) {
	shard := &c.shards[i]
	shard.mu.RLock()
	defer shard.mu.RUnlock()
	v, ok := shard.entries[key]
	return v, ok
}

// goodAll holds all the locks at once and releases them again.
func (c *cache) goodAll() int {
	for i := range c.shards {
		c.shards[i].mu.Lock() // ok: one lock for each shard
	}
	n := 0
	for i := range c.shards {
		n += len(c.shards[i].entries)
	}
	for i := range c.shards {
		c.shards[i].mu.Unlock()
	}
	return n
}

// A server has the lock in a field of a field.
type server struct {
	state struct {
		mu    sync.Mutex
		conns int
	}
}

func (s *server) goodAccept(limit int) error {
	st := &s.state
	st.mu.Lock()
	if st.conns == limit {
		s.state.mu.Unlock() // ok: the same lock
		return errFull
	}
	st.conns++
	st.mu.Unlock()
	return nil
}

// A set is generic.
type set[K comparable] struct {
	mu   sync.Mutex
	elem map[K]struct{}
}

func (s *set[K]) badInsert(k K) bool {
	s.mu.Lock()
	if _, ok := s.elem[k]; ok {
		return false // want `return with s\.mu locked on line 150; the return on line 156 unlocks it`
	}
	s.elem[k] = struct{}{}
	s.mu.Unlock()
	return true
}

func (s *set[K]) goodInsert(k K) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.elem[k]; ok {
		return false
	}
	s.elem[k] = struct{}{}
	return true
}
