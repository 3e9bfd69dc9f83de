package run_inside

import (
	"sync"
	"time"
)

// goodListener has a method that Start runs, or else its caller does.
type goodListener struct {
	mu     sync.Mutex
	ticker *time.Ticker
	done   chan bool
	lines  int
}

func NewGoodListener() *goodListener { return &goodListener{} }

func (l *goodListener) Start() {
	if l.ticker == nil {
		l.ticker = time.NewTicker(time.Second)
		l.done = make(chan bool)
	}
	go l.Listen()
}

func (l *goodListener) Stop() {
	l.done <- true
	<-l.done
}

func (l *goodListener) Listen() {
	for {
		select {
		case <-l.ticker.C: // ok: it runs once
			l.mu.Lock()
			l.lines = 0
			l.mu.Unlock()
		case <-l.done:
			l.mu.Lock()
			l.ticker.Stop()
			l.ticker = nil
			l.mu.Unlock()
			close(l.done)
			return
		}
	}
}
