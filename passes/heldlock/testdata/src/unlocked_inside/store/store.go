// Package store unlocks once too often.
package store

import "sync"

type Store struct {
	mu sync.RWMutex
	n  int
}

func (s *Store) Close() {
	s.mu.RLock()
	s.n = 0
	s.mu.RUnlock()
	s.mu.RUnlock() // want `s.mu.RUnlock panics: s.mu is not locked`
}

func (s *Store) Lock() { s.mu.Lock() }

func (s *Store) Unlock() { s.mu.Unlock() }
