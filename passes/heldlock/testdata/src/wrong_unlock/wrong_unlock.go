// Package wrong_unlock releases an RWMutex in a way that does not belong to how
// it was taken.
package wrong_unlock

import "sync"

func use(int) {}

type directory struct {
	mu    sync.RWMutex
	addrs map[string]string
}

func (d *directory) badStore(name, addr string) {
	d.mu.Lock()
	d.addrs[name] = addr
	d.mu.RUnlock() // want `d\.mu\.RUnlock panics: d\.mu is locked by Lock on line 15, not by RLock`
}

func (d *directory) badStoreDefer(name, addr string) {
	d.mu.Lock()
	defer d.mu.RUnlock() // want `d\.mu\.RUnlock panics: d\.mu is locked by Lock on line 21, not by RLock`
	d.addrs[name] = addr
}

func (d *directory) badLoad(name string) string {
	d.mu.RLock()
	defer d.mu.Unlock() // want `d\.mu\.Unlock panics: d\.mu is locked by RLock on line 27, not by Lock`
	return d.addrs[name]
}

// badOneReturn is wrong on one of two paths.
func (d *directory) badOneReturn(name string) string {
	d.mu.RLock()
	addr, ok := d.addrs[name]
	if !ok {
		d.mu.Unlock() // want `d\.mu\.Unlock panics: d\.mu is locked by RLock on line 34, not by Lock`
		return ""
	}
	d.mu.RUnlock()
	return addr
}

// badDowngrade forgets that it has locked again, to write.
func (d *directory) badDowngrade(name string) {
	d.mu.RLock()
	_, ok := d.addrs[name]
	if !ok {
		d.mu.RUnlock()
		d.mu.Lock()
		d.addrs[name] = ""
	}
	d.mu.RUnlock() // want `d\.mu\.RUnlock panics: d\.mu is locked by Lock on line 50, not by RLock`
}

// badMethods takes the wrong one of two method values.
func badMethods(write bool) {
	var mu sync.RWMutex
	lock, unlock := mu.RLock, mu.RUnlock
	if write {
		lock = mu.Lock
	}
	lock()
	use(1)
	unlock() // want `panics: a lock is locked by Lock on line 63, not by RLock`
}

func (d *directory) goodStore(name, addr string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.addrs[name] = addr
}

// goodUpgrade releases each way with its own method.
func (d *directory) goodUpgrade(name string) {
	d.mu.RLock()
	_, ok := d.addrs[name]
	d.mu.RUnlock()
	if ok {
		return
	}
	d.mu.Lock()
	d.addrs[name] = ""
	d.mu.Unlock()
}

func (d *directory) lock(write bool) {
	if write {
		d.mu.Lock()
	} else {
		d.mu.RLock()
	}
}

func (d *directory) unlock(write bool) {
	if write {
		d.mu.Unlock()
	} else {
		d.mu.RUnlock()
	}
}

// goodEither has the same condition at both ends.
func (d *directory) goodEither(write bool) {
	d.lock(write)
	defer d.unlock(write)
	use(len(d.addrs))
}

// goodMethods chooses both method values together.
func goodMethods(write bool) {
	var mu sync.RWMutex
	lock, unlock := mu.RLock, mu.RUnlock
	if write {
		lock, unlock = mu.Lock, mu.Unlock
	}
	lock()
	use(1)
	unlock() // ok: belongs to lock
}

// goodRLocker has the Locker for readers.
func goodRLocker() {
	var mu sync.RWMutex
	r := mu.RLocker()
	r.Lock()
	use(1)
	r.Unlock() // ok: is RUnlock
	mu.RLock()
	use(2)
	r.Unlock() // ok: is RUnlock
}
