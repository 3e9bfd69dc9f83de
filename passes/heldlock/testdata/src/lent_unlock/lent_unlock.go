// Package lent_unlock waits for a lock that others are to release.
package lent_unlock

import "sync"

type server interface {
	OnStart(func())
	Serve() error
}

type config struct{ started func() }

func good(s server) {
	var started sync.Mutex
	started.Lock()
	s.OnStart(started.Unlock)
	go s.Serve()
	started.Lock() // ok: released by the server
}

func goodField(c *config, s server) {
	var started sync.Mutex
	started.Lock()
	c.started = started.Unlock
	go s.Serve()
	started.Lock() // ok
}

func bad(s server) {
	var started sync.Mutex
	started.Lock()
	go s.Serve()
	started.Lock() // want `started.Lock blocks forever: this goroutine already holds started, locked on line 31`
	started.Unlock()
}

type store interface {
	Get(key string) (int, bool)
	New(key string, locked sync.Locker) int // unlocks locked
	Put(key string) int
}

type cache struct {
	mu    *sync.RWMutex
	store store
}

func (c *cache) goodPrepare(key string) int {
	c.mu.Lock()
	if n, ok := c.store.Get(key); ok {
		c.mu.Unlock()
		return n
	}
	return c.store.New(key, c.mu) // ok: it has the lock
}

func (c *cache) badPrepare(key string) int {
	c.mu.Lock()
	if n, ok := c.store.Get(key); ok {
		c.mu.Unlock()
		return n
	}
	return c.store.Put(key) // want `return with c.mu locked on line \d+; the return on line \d+ unlocks it`
}

type query struct{ reply func(error) }

type sender interface{ Send(q *query) error }

// goodReply waits for the reply, which unlocks.
func goodReply(s sender, q *query) (err error) {
	var wait, change sync.Mutex
	wait.Lock()
	q.reply = func(e error) {
		change.Lock()
		err = e
		change.Unlock()
		wait.Unlock()
	}
	if err := s.Send(q); err != nil {
		return err
	}
	wait.Lock()
	return err
}

// badReply is not told about the reply by that lock.
func badReply(s sender, q *query) (err error) {
	var wait, change sync.Mutex
	wait.Lock()
	q.reply = func(e error) {
		change.Lock()
		err = e
		change.Unlock()
	}
	if err := s.Send(q); err != nil {
		return err
	}
	wait.Lock() // want `wait.Lock blocks forever: this goroutine already holds wait, locked on line \d+`
	return err
}
