// Package states has a state that is locked, and functions that unlock it for a while.
package states

import "sync"

type State struct{ mu sync.Mutex }

func (s *State) Lock()   { s.mu.Lock() }
func (s *State) Unlock() { s.mu.Unlock() }

// Unlocker returns a function that unlocks the state, and returns one that locks it again.
func (s *State) Unlocker() func() func() {
	return func() func() {
		s.mu.Unlock()
		return s.mu.Lock
	}
}
