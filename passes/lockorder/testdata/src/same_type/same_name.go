package same_type

import "sync"

// The two types give their locks, and their receivers, the same names.
type detector struct {
	mu      sync.Mutex
	tickers map[*ticker]bool
}

type ticker struct {
	mu     sync.Mutex
	owner  *detector
	paused bool
}

func (t *detector) pause() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for one := range t.tickers {
		one.pause()
	}
}

func (t *ticker) pause() {
	t.mu.Lock() // want `ticker.mu is locked while detector.mu is held; on line \d+ they are locked in the opposite order`
	defer t.mu.Unlock()
	t.paused = true
}

func (t *ticker) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.owner.mu.Lock()
	delete(t.owner.tickers, t)
	t.owner.mu.Unlock()
}
