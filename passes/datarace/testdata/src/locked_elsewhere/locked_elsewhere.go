// Package locked_elsewhere forgets locks in some places.
package locked_elsewhere

import (
	"sync"
	"time"
)

type stats struct {
	mu    sync.Mutex
	hits  int
	names map[string]int
	ready bool
}

func badUnlockedRead() int {
	s := &stats{}
	go func() {
		s.mu.Lock()
		s.hits++
		s.mu.Unlock()
	}()
	return s.hits // want `variable s.hits is read here without s.mu, which another goroutine holds where it is written on line \d+`
}

func goodLockedRead() int {
	s := &stats{}
	go func() {
		s.mu.Lock()
		s.hits++
		s.mu.Unlock()
	}()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits
}

func badTwoLocks(s, t *stats) {
	n := 0
	go func() {
		s.mu.Lock()
		n++ // want `variable n is written here and written on line \d+ by another goroutine`
		s.mu.Unlock()
	}()
	t.mu.Lock()
	n++
	t.mu.Unlock()
}

// Another goroutine may come between the check and the act. That is wrong, but not
// a data race.
func goodCheckThenAct(names []string) {
	s := &stats{names: map[string]int{}}
	for _, name := range names {
		go func() {
			s.mu.Lock()
			n := s.names[name]
			s.mu.Unlock()
			s.mu.Lock()
			s.names[name] = n + 1 // ok: locked
			s.mu.Unlock()
		}()
	}
}

var (
	mu       sync.Mutex
	instance *stats
)

// The first check is without the lock.
func get() *stats {
	if instance == nil { // want `variable instance is read here without mu, which another goroutine holds where it is written on line \d+`
		mu.Lock()
		if instance == nil {
			instance = &stats{}
		}
		mu.Unlock()
	}
	return instance
}

func badDoubleChecked() {
	go get()
	get()
}

func (s *stats) add() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits++
}

func (s *stats) reset() {
	s.hits = 0 // want `variable s.hits is written here without s.mu, which another goroutine holds where it is written on line \d+`
}

func badMethodForgets() {
	s := &stats{}
	go func() {
		for range 10 {
			s.add()
			time.Sleep(time.Second)
		}
	}()
	s.reset()
}

func goodMethods() {
	s := &stats{}
	s.reset2()
	go func() {
		for range 10 {
			s.add()
			time.Sleep(time.Second)
		}
	}()
	s.add()
}

func (s *stats) reset2() {
	s.hits = 0 // ok: before the goroutine
}
