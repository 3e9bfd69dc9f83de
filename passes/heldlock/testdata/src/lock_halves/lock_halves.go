// Package lock_halves has functions that lock, or unlock, for their callers.
// None is wrong.
package lock_halves

import (
	"errors"
	"sync"
)

func use(int) {}

var errClosed = errors.New("closed")

type device struct {
	mu     sync.Mutex
	rw     sync.RWMutex
	closed bool
	regs   map[int]int
}

func (d *device) Lock()   { d.mu.Lock() }
func (d *device) Unlock() { d.mu.Unlock() }

func (d *device) acquire() {
	d.mu.Lock()
	d.rw.RLock()
}

func (d *device) release() {
	d.rw.RUnlock()
	d.mu.Unlock()
}

// open locks d. If it fails, d is not locked.
func (d *device) open() error {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return errClosed
	}
	return nil // ok: the caller unlocks
}

func (d *device) goodUse() error {
	if err := d.open(); err != nil {
		return err // ok: not locked
	}
	defer d.mu.Unlock()
	d.regs[0]++
	return nil
}

// lockIfOpen reports whether it has locked d.
func (d *device) lockIfOpen() bool {
	d.mu.Lock()
	if !d.closed {
		return true // ok: the caller unlocks
	}
	d.mu.Unlock()
	return false
}

func (d *device) goodIfOpen() {
	if !d.lockIfOpen() {
		return
	}
	d.regs[1]++
	d.mu.Unlock()
}

// lookup returns the register with d locked; the caller must unlock it. If there
// is none, it returns false and d is not locked.
func (d *device) lookup(i int) (int, bool) {
	d.mu.Lock()
	n, ok := d.regs[i]
	if !ok {
		d.mu.Unlock()
		return 0, false
	}
	return n, true
}

func (d *device) goodLookup(i int) int {
	n, ok := d.lookup(i)
	if !ok {
		return -1
	}
	defer d.Unlock()
	return n
}

// An entry is locked as long as somebody works with it.
type entry struct {
	mu   sync.Mutex
	dead bool
}

type table struct {
	mu      sync.Mutex
	entries map[string]*entry
}

// entry returns the locked entry of a name, or nil.
func (x *table) entry(name string) *entry {
	x.mu.Lock()
	defer x.mu.Unlock()
	e := x.entries[name]
	if e == nil {
		return nil
	}
	e.mu.Lock()
	if e.dead {
		e.mu.Unlock()
		return nil
	}
	return e // ok: the caller unlocks e.mu
}

func (x *table) goodKill(name string) {
	e := x.entry(name)
	if e == nil {
		return
	}
	e.dead = true
	e.mu.Unlock()
}

// begin locks d for a transaction that commit or abort ends.
func (d *device) begin() { d.mu.Lock() }

func (d *device) commit() {
	d.regs[2]++
	d.mu.Unlock()
}

func (d *device) abort() { d.mu.Unlock() }

func (d *device) goodTransaction(step func() error) error {
	d.begin()
	if err := step(); err != nil {
		d.abort()
		return err
	}
	d.commit()
	return nil
}

// goodEmbed locks the device as a Locker.
func goodEmbed(d *device) {
	d.Lock()
	defer d.Unlock()
	use(d.regs[3])
}

// goodPair takes both locks and gives them back in the same way.
func (d *device) goodPair() {
	d.acquire()
	defer d.release()
	use(d.regs[4])
}

// unlockAndWait is called with d locked.
func (d *device) unlockAndWait(ready <-chan struct{}) {
	d.mu.Unlock()
	<-ready
}

func (d *device) goodWait(ready <-chan struct{}) {
	d.mu.Lock()
	if d.closed {
		d.unlockAndWait(ready)
		return // ok: unlocked by the call
	}
	d.regs[5]++
	d.mu.Unlock()
}
