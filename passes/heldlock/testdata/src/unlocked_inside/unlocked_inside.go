// Package unlocked_inside calls a function that unlocks what it does not hold.
package unlocked_inside

import "unlocked_inside/store"

func goodClose() {
	s := &store.Store{}
	defer s.Close() // ok: where that is written it is reported
	s.Lock()
	s.Unlock()
}

func badUnlock() {
	s := &store.Store{}
	s.Lock()
	s.Unlock()
	s.Unlock() // want `s.Unlock panics: s is not locked`
}
