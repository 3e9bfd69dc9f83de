// Package lockers runs functions under locks of callers.
package lockers

import "sync"

type Locker interface {
	sync.Locker
	TryLock() bool
}

type mutex struct{ Locker }

type With interface {
	Locker
	With(f func())
}

func (m *mutex) With(f func()) {
	m.Lock()
	f()
	m.Unlock()
}

func New(l Locker) With { return &mutex{Locker: l} }
