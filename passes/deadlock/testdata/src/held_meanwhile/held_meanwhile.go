// Package held_meanwhile waits with a lock held that others wait for.
package held_meanwhile

import (
	"sync"
	"time"
)

type Ticker struct {
	mu       sync.RWMutex
	done     chan bool
	timer    *time.Timer
	interval time.Duration
	jobs     []func()
}

func New() *Ticker {
	return &Ticker{done: make(chan bool)}
}

func (t *Ticker) Start() {
	t.Stop()
	t.mu.Lock()
	t.timer = time.AfterFunc(time.Second, func() {
		t.run()
		<-t.done
	})
	t.mu.Unlock()
}

func (t *Ticker) run() {
	t.mu.RLock() // ok: the cause is the send
	defer t.mu.RUnlock()
	for _, job := range t.jobs {
		job()
	}
}

func (t *Ticker) SetInterval(d time.Duration) {
	t.mu.Lock() // ok: the cause is the send
	started := t.timer != nil
	t.interval = d
	t.mu.Unlock()
	if started {
		t.Start()
	}
}

func (t *Ticker) Stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer == nil || t.timer.Stop() {
		return
	}
	t.done <- true // want `send to t.done blocks forever`
	t.timer = nil
}
