// Package locks_too has methods that take the lock, but not for everything.
package locks_too

import (
	"sync"
	"time"
)

// A Sink flushes from time to time, once something is written.
type Sink struct {
	mu      sync.Mutex
	ticker  *time.Ticker
	done    chan struct{}
	pending int
	flushed int
}

func NewSink() *Sink { return &Sink{done: make(chan struct{})} }

func (s *Sink) Write() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ticker == nil {
		s.start()
	}
	s.pending++
}

func (s *Sink) start() {
	s.ticker = time.NewTicker(time.Second)
	go func() {
		for {
			select {
			case <-s.done:
				return
			case <-s.ticker.C:
			}
			s.mu.Lock()
			s.flushed, s.pending = s.pending, 0
			s.mu.Unlock()
		}
	}()
}

func (s *Sink) Close() {
	if s.ticker != nil { // want `variable s.ticker is read here without s.mu, which another goroutine holds where it is written on line \d+`
		s.ticker.Stop()
	}
	close(s.done)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending = 0
}

// A GoodSink takes the lock first.
type GoodSink struct {
	mu      sync.Mutex
	ticker  *time.Ticker
	done    chan struct{}
	pending int
}

func NewGoodSink() *GoodSink { return &GoodSink{done: make(chan struct{})} }

func (s *GoodSink) Write() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ticker == nil {
		s.ticker = time.NewTicker(time.Second)
		go s.flush()
	}
	s.pending++
}

func (s *GoodSink) flush() {
	for {
		select {
		case <-s.done:
			return
		case <-s.ticker.C:
		}
		s.mu.Lock()
		s.pending = 0
		s.mu.Unlock()
	}
}

// Reset does not take the lock at all, so callers have to know when to call it.
func (s *GoodSink) Reset() {
	s.pending = 0 // ok: a method for when nobody writes
}

func (s *GoodSink) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ticker != nil { // ok: locked
		s.ticker.Stop()
	}
	close(s.done)
}
