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
