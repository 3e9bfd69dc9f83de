// Package lock_order takes two locks in opposite orders, or in the same.
package lock_order

import "sync"

func use(int) {}

func badOpposite() {
	var a, b sync.Mutex
	go func() {
		b.Lock()
		a.Lock()
		use(1)
		a.Unlock()
		b.Unlock()
	}()
	a.Lock()
	b.Lock() // want `locking b blocks forever`
	use(2)
	b.Unlock()
	a.Unlock()
}

func goodSameOrder() {
	var a, b sync.Mutex
	go func() {
		a.Lock()
		b.Lock()
		use(1)
		b.Unlock()
		a.Unlock()
	}()
	a.Lock()
	b.Lock() // ok: both take a first
	use(2)
	b.Unlock()
	a.Unlock()
}

func goodOneAtATime() {
	var a, b sync.Mutex
	go func() {
		b.Lock()
		use(1)
		b.Unlock()
		a.Lock()
		use(1)
		a.Unlock()
	}()
	a.Lock()
	use(2)
	a.Unlock()
	b.Lock() // ok: nobody holds one lock while it wants the other
	use(2)
	b.Unlock()
}

func goodAfterWait() {
	var a, b sync.Mutex
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.Lock()
		defer b.Unlock()
		a.Lock()
		defer a.Unlock()
		use(1)
	}()
	<-done
	a.Lock()
	b.Lock() // ok: the goroutine has released both
	use(2)
	b.Unlock()
	a.Unlock()
}

func goodGate() {
	var gate, a, b sync.Mutex
	go func() {
		gate.Lock()
		defer gate.Unlock()
		b.Lock()
		defer b.Unlock()
		a.Lock() // ok: the gate lets one in at a time
		defer a.Unlock()
		use(1)
	}()
	gate.Lock()
	defer gate.Unlock()
	a.Lock()
	defer a.Unlock()
	b.Lock()
	defer b.Unlock()
	use(2)
}
