// Package exclusive locks twice under conditions that exclude each other, or do not.
package exclusive

import (
	"sync"

	"failures"
)

type conn interface{ Reset() }

type pool struct {
	mu      sync.Mutex
	servers map[string]bool
}

func (p *pool) deactivate(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.servers, name)
}

func (p *pool) remove(name string) {
	p.mu.Lock() // want `p.mu.Lock blocks forever: this goroutine already holds p.mu`
	defer p.mu.Unlock()
	delete(p.servers, name)
}

func (p *pool) goodError(c conn, name string, err *failures.Failure) {
	if err.Code == "expired" {
		p.mu.Lock()
		defer p.mu.Unlock()
		c.Reset()
	}
	if err.Code == "unavailable" {
		p.deactivate(name) // ok: it is not expired
	}
}

func (p *pool) badError(c conn, name string, err *failures.Failure) {
	if err.Code == "expired" {
		p.mu.Lock()
		defer p.mu.Unlock()
		c.Reset()
	}
	if err.Fatal {
		p.remove(name)
	}
}
