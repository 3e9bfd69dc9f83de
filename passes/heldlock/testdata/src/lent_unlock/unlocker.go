package lent_unlock

import "states"

func goodUnlocker(s *states.State) {
	unlock := s.Unlocker()
	s.Lock()
	defer s.Unlock()
	relock := unlock()
	s.Lock() // ok
	s.Unlock()
	relock()
}

func badLocker(s *states.State) {
	s.Lock()
	defer s.Unlock()
	s.Lock() // want `s.Lock blocks forever: this goroutine already holds s, locked on line 16`
	s.Unlock()
}
