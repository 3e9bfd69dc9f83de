package unlocked_twice

import (
	"levels"
	"sync"
)

func goodFatal(l levels.Logger, mu *sync.Mutex, open func() error) {
	mu.Lock()
	if err := open(); err != nil {
		mu.Unlock()
		l.Fatalf("open: %v", err)
	}
	mu.Unlock() // ok
}

func badLogged(l levels.Logger, mu *sync.Mutex, open func() error) {
	mu.Lock()
	if err := open(); err != nil {
		mu.Unlock()
		l.Errorf("open: %v", err)
	}
	mu.Unlock() // want `mu\.Unlock panics: mu is not locked`
}
