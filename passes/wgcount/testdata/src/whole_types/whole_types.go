// Package whole_types has types that count what they were given.
package whole_types

import "sync"

// goodHooks leaves it to the caller to add before it stops.
type goodHooks struct {
	mu   sync.Mutex
	all  []func()
	wg   sync.WaitGroup
	quit chan struct{}
}

func newGoodHooks() *goodHooks { return &goodHooks{quit: make(chan struct{})} }

func (h *goodHooks) Add(stop func()) {
	h.mu.Lock()
	h.all = append(h.all, stop)
	h.mu.Unlock()
	h.wg.Add(1)
}

func (h *goodHooks) Stop() {
	go func() {
		h.mu.Lock()
		all := h.all
		h.mu.Unlock()
		for _, stop := range all {
			stop()
			h.wg.Done() // ok: whoever adds while it stops does it wrong
		}
	}()
	h.wg.Wait()
}

// badHooks never adds.
type badHooks struct {
	quit chan struct{}
	wg   sync.WaitGroup
}

func newBadHooks() *badHooks {
	h := &badHooks{quit: make(chan struct{})}
	go func() {
		<-h.quit
		h.wg.Done() // want `h.wg.Done panics: negative WaitGroup counter`
	}()
	return h
}

func (h *badHooks) Stop() {
	close(h.quit)
	h.wg.Wait()
}
