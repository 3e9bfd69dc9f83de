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

// prune runs in goroutines of its own.
func (s *stats) prune() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.names)
	s.ready = false
}

// goodCallerLocks is called with s.mu held.
func (s *stats) goodCallerLocks(name string) {
	if s.names == nil {
		s.names = map[string]int{} // ok
		time.AfterFunc(time.Minute, s.prune)
	}
	s.names[name]++ // ok
	s.ready = true  // ok
}

// BadExported is called by other packages, which cannot hold s.mu.
func (s *stats) BadExported() {
	time.AfterFunc(time.Minute, s.prune)
	s.ready = true // want `variable s.ready is written here without s.mu, which another goroutine holds where it is written on line \d+`
}

type service struct {
	acc   *account
	timer *time.Timer
}

type account struct {
	mu       sync.Mutex
	services []*service
}

// expired is called by the timer of a service.
func (s *service) expired() {
	s.acc.mu.Lock()
	s.timer = nil
	s.acc.mu.Unlock()
}

// goodOneAccount starts the timer of a service of this account.
func (a *account) goodOneAccount(s *service) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s.timer = time.AfterFunc(time.Minute, s.expired) // ok: a is s.acc
}

// manager runs one loop at a time: who takes the token starts it.
type manager struct {
	stopped chan struct{}
	events  chan string
	seen    map[string]bool
}

func (m *manager) loop() {
	defer func() { m.stopped <- struct{}{} }()
	for {
		select {
		case e := <-m.events:
			m.seen[e] = true // ok: the loop that ends gives the token back
		case <-time.After(time.Second):
			return
		}
	}
}

func (m *manager) goodToken(e string) {
	for {
		select {
		case <-m.stopped:
			go m.loop()
		case m.events <- e:
			return
		}
	}
}

type topics struct {
	mu   sync.Mutex
	subs map[string]int
}

// goodLeaveLock leaves the lock to the goroutine that it starts.
func (t *topics) goodLeaveLock(topic string) {
	t.mu.Lock()
	go func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.subs, topic)
	}()
	go func() {
		defer t.mu.Unlock()
		t.subs[topic] = 1 // ok: the lock is its own now
	}()
}

func (t *topics) badGiveLockBack(topic string) {
	t.mu.Lock()
	go func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.subs, topic)
	}()
	go func() {
		t.subs[topic] = 1 // want `map t.subs is written here without t.mu, which another goroutine holds where it is written on line`
	}()
	t.mu.Unlock()
}
