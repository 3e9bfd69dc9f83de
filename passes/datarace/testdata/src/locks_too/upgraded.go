package locks_too

import "sync"

// GoodKeys are made when they are first asked for, by a method that gives the lock of its
// caller back for a while.
type GoodKeys struct {
	mu   sync.RWMutex
	keys []int
	seed int
}

func (k *GoodKeys) Get() []int {
	k.mu.RLock()
	defer k.mu.RUnlock()
	k.initRLocked()
	if len(k.keys) == 0 {
		return nil
	}
	return k.keys
}

func (k *GoodKeys) initRLocked() {
	if k.seed != 0 && len(k.keys) > 0 {
		return
	}
	k.mu.RUnlock()
	defer k.mu.RLock()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.seed == 0 {
		k.seed = 1
	} else if len(k.keys) == 0 {
		k.keys = []int{k.seed}
	}
}

func (k *GoodKeys) Set(keys []int) {
	k.mu.Lock()
	k.keys = keys
	k.mu.Unlock()
}
