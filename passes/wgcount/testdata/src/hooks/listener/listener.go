// Package listener has a type that calls what was put into its field.
package listener

import "sync"

// A Listener calls a function for each event.
type Listener struct {
	mu sync.Mutex
	f  func(event int)
}

// OnEvent sets the function.
func (l *Listener) OnEvent(f func(event int)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.f = f
}

// Event calls it.
func (l *Listener) Event(event int) {
	l.mu.Lock()
	f := l.f
	l.mu.Unlock()
	if f != nil {
		f(event)
	}
}
