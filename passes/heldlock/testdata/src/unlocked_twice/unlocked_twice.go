// Package unlocked_twice unlocks locks that are not locked.
package unlocked_twice

import (
	"errors"
	"sync"
)

func use(int) {}

type buffer struct {
	mu   sync.Mutex
	data []byte
}

// badFlush unlocks by hand what is unlocked by defer too.
func (b *buffer) badFlush(write func([]byte) error) error {
	b.mu.Lock()
	defer b.mu.Unlock() // want `b\.mu\.Unlock panics: b\.mu is not locked`
	if len(b.data) == 0 {
		b.mu.Unlock()
		return nil
	}
	return write(b.data)
}

// badBranch unlocks in the branch and behind it.
func (b *buffer) badBranch(reset bool) {
	b.mu.Lock()
	if reset {
		b.data = nil
		b.mu.Unlock()
	}
	use(len(b.data))
	b.mu.Unlock() // want `b\.mu\.Unlock panics: b\.mu is not locked`
}

func badSwapped() {
	var mu sync.Mutex
	mu.Unlock() // want `mu\.Unlock panics: mu is not locked`
	use(1)
	mu.Lock()
}

func badReaders() {
	var mu sync.RWMutex
	mu.RLock()
	use(1)
	mu.RUnlock()
	mu.RUnlock() // want `mu\.RUnlock panics: mu is not locked`
}

// badLoop unlocks once more in the second round.
func badLoop(data []int) {
	var mu sync.Mutex
	mu.Lock()
	for _, n := range data {
		use(n)
		mu.Unlock() // want `mu\.Unlock panics: mu is not locked`
	}
}

type batch struct {
	mu sync.Mutex
	n  int
}

// release is the half of a caller that holds the lock.
func (b *batch) release() {
	b.n = 0
	b.mu.Unlock() // want `b\.mu\.Unlock panics: b\.mu is not locked`
}

// badCommit has a helper that unlocks, and unlocks again.
func (b *batch) badCommit() {
	b.mu.Lock()
	b.n++
	b.mu.Unlock()
	b.release()
}

// badTried unlocks twice what TryLock has locked.
func badTried() {
	var mu sync.Mutex
	if !mu.TryLock() {
		return
	}
	use(1)
	mu.Unlock()
	mu.Unlock() // want `mu\.Unlock panics: mu is not locked`
}

func (b *buffer) goodFlush(write func([]byte) error) error {
	b.mu.Lock()
	if len(b.data) == 0 {
		b.mu.Unlock()
		return nil
	}
	defer b.mu.Unlock() // ok: deferred behind the other return
	return write(b.data)
}

// goodGap opens a gap in what the defer closes.
func (b *buffer) goodGap(write func([]byte) error) error {
	b.mu.Lock()
	defer b.mu.Unlock() // ok: locked again after the call
	data := b.data
	b.data = nil
	b.mu.Unlock()
	err := write(data)
	b.mu.Lock()
	if err != nil {
		b.data = data
		return errors.New("not written")
	}
	return nil
}

// goodFlag remembers whether it has unlocked.
func (b *buffer) goodFlag(early bool) {
	locked := true
	b.mu.Lock()
	defer func() {
		if locked {
			b.mu.Unlock() // ok: not if unlocked below
		}
	}()
	b.data = nil
	if early {
		b.mu.Unlock()
		locked = false
		use(1)
	}
}

// goodCounted has as many of both.
func goodCounted() {
	var mu sync.RWMutex
	for range 3 {
		mu.RLock()
	}
	use(1)
	for range 3 {
		mu.RUnlock() // ok: three readers
	}
}

// Both releases below come too late only because of the continue: one report.
func (b *buffer) drain(items []int, ready func(int) bool) {
	b.mu.Lock()
	for _, n := range items {
		b.mu.Unlock() // want `b\.mu\.Unlock panics: b\.mu is not locked`
		if !ready(n) {
			continue
		}
		b.mu.Lock()
	}
	b.mu.Unlock() // ok: reported at the other one
}

type list interface {
	First() *element
	Last() *element
}

type element struct{ Next *element }

// goodWalk takes the lock again if there is a next one.
func (b *batch) goodWalk(all list, do func(*element) bool) {
	b.mu.Lock()
	if all.First() == nil {
		b.mu.Unlock()
		return
	}
	for e := all.First(); e != all.Last().Next; e = e.Next {
		b.mu.Unlock() // ok: if it was not taken again, that was the last one
		if !do(e) {
			return
		}
		if e.Next != nil {
			b.mu.Lock()
		}
	}
}

// badWalk does not take it again after a failure, but goes on.
func (b *batch) badWalk(all []list, do func(list) bool) {
	b.mu.Lock()
	for _, l := range all {
		b.mu.Unlock() // want `b\.mu\.Unlock panics: b\.mu is not locked`
		if !do(l) {
			continue
		}
		b.mu.Lock()
	}
	b.mu.Unlock()
}
