package asserted

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

type topics struct {
	locks sync.Map
	last  any
}

func (t *topics) deferred(name string, send func() error) error {
	l, loaded := t.locks.LoadOrStore(name, &sync.Mutex{})
	l.(*sync.Mutex).Lock()
	if !loaded {
		defer t.locks.Delete(name)
	}
	defer l.(*sync.Mutex).Unlock()
	if err := send(); err != nil {
		return err // ok
	}
	return nil
}

func (t *topics) twice(name string, send func() error) error {
	l, _ := t.locks.LoadOrStore(name, &sync.Mutex{})
	l.(*sync.Mutex).Lock()
	if err := send(); err != nil {
		l.(*sync.Mutex).Unlock()
		return err // ok
	}
	l.(*sync.Mutex).Unlock()
	return nil
}

func (t *topics) forgets(name string, send func() error) error {
	l, _ := t.locks.LoadOrStore(name, &sync.Mutex{})
	l.(*sync.Mutex).Lock()
	if err := send(); err != nil {
		return err // want `return with l.\(\*sync.Mutex\) locked on line \d+`
	}
	l.(*sync.Mutex).Unlock()
	return nil
}

func (t *topics) field(send func() error) error {
	t.last.(*sync.Mutex).Lock()
	if err := send(); err != nil {
		t.last.(*sync.Mutex).Unlock()
		return err // ok
	}
	t.last.(*sync.Mutex).Unlock()
	return nil
}

type counter struct {
	mu sync.RWMutex
	n  int
}

func drain(p *unsafe.Pointer) {
	old := atomic.SwapPointer(p, unsafe.Pointer(&counter{}))
	if old == nil {
		return
	}
	(*counter)(old).mu.Lock()
	(*counter)(old).mu.Unlock()
} // ok
