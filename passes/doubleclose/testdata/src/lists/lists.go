// Package lists closes channels that are in lists.
package lists

import (
	"container/list"
	"sync"
)

// waiters is a list of channels that nothing more is known of.
type waiters struct {
	mu sync.Mutex
	l  *list.List
}

// goodNotify takes each channel out of the list before it closes it.
func (w *waiters) goodNotify(count int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.l == nil {
		return
	}
	n := 0
	for num := w.l.Len(); num > 0 && n < count; num = w.l.Len() {
		c := w.l.Remove(w.l.Front()).(chan struct{})
		close(c) // ok: each of them is another one
		n++
	}
}

// stillThere closes the first one, and leaves it in the list.
func (w *waiters) stillThere() {
	close(w.l.Front().Value.(chan struct{}))
	close(w.l.Front().Value.(chan struct{})) // want `close of closed channel`
}
