// Package obs has locks that are released by what Lock returns.
package obs

import (
	"sync"
	"time"
)

type Mutex struct {
	mu   sync.Mutex
	name string
	told func(name, reason string, d time.Duration)
}

func New(name string, told func(name, reason string, d time.Duration)) *Mutex {
	return &Mutex{name: name, told: told}
}

type Guard struct {
	Wait    time.Duration
	release func()
}

func (m *Mutex) Lock(reason string) Guard {
	start := time.Now()
	m.mu.Lock()
	wait := time.Since(start)
	m.told(m.name, reason, wait)
	return Guard{Wait: wait, release: func() {
		m.mu.Unlock()
		m.told(m.name, reason, wait)
	}}
}

func (g Guard) Unlock() {
	if g.release == nil {
		return
	}
	g.release()
}
