package lock_methods

import (
	"sync"
	"time"
)

// cache lets callers lock it; that they do so in pairs is up to them.
type cache struct {
	mu     sync.Mutex
	stop   chan struct{}
	closed bool
	items  map[string]int
}

func newCache() *cache {
	c := &cache{stop: make(chan struct{}), items: map[string]int{}}
	go c.clean()
	return c
}

func (c *cache) Lock() { c.mu.Lock() }

func (c *cache) Unlock() { c.mu.Unlock() }

// Drop is called with the lock held, and lets go of it.
func (c *cache) Drop(name string) {
	delete(c.items, name)
	c.mu.Unlock()
}

func (c *cache) clean() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			c.mu.Lock()
			if c.closed {
				c.mu.Unlock() // ok: Unlock is for those who called Lock
				return
			}
			clear(c.items)
			c.mu.Unlock() // ok
		case <-c.stop:
			return
		}
	}
}

func (c *cache) Close() {
	close(c.stop)
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock() // ok
}
