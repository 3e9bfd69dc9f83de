// Package read_and_write takes an RWMutex for reading and for writing at once.
package read_and_write

import "sync"

func use(int) {}

type catalog struct {
	mu    sync.RWMutex
	items map[string]int
}

func (c *catalog) size() int {
	c.mu.RLock() // want `c\.mu\.RLock blocks forever: this goroutine already holds c\.mu, locked on line 21`
	defer c.mu.RUnlock()
	return len(c.items)
}

// badInsert reads through a method while it writes.
func (c *catalog) badInsert(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[name] = c.size()
}

func badReadWhileWriting() {
	var mu sync.RWMutex
	n := 0
	mu.Lock()
	n++
	mu.RLock() // want `mu\.RLock blocks forever: this goroutine already holds mu, locked on line 29`
	use(n)
	mu.RUnlock()
	mu.Unlock()
}

type memo struct {
	mu   sync.RWMutex
	vals map[int]int
}

// badUpgrade wants to write what it could not read.
func (m *memo) badUpgrade(k int, f func(int) int) int {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if v, ok := m.vals[k]; ok {
		return v
	}
	m.mu.Lock() // want `m\.mu\.Lock blocks forever: this goroutine already holds a read lock of m\.mu, taken on line 44`
	defer m.mu.Unlock()
	m.vals[k] = f(k)
	return m.vals[k]
}

// badRLocker reads through the Locker for readers.
func badRLocker() {
	var mu sync.RWMutex
	r := mu.RLocker()
	r.Lock()
	mu.Lock() // want `mu\.Lock blocks forever: this goroutine already holds a read lock of mu, taken on line 59`
	use(1)
	mu.Unlock()
	r.Unlock()
}

type roster struct {
	mu    sync.RWMutex
	names []string
}

func (r *roster) count() int {
	r.mu.RLock() // want `r\.mu\.RLock can block forever: this goroutine already holds a read lock of r\.mu, taken on line 80, and a writer waits on line 90`
	defer r.mu.RUnlock()
	return len(r.names)
}

// report reads twice. A writer that comes in between lets nobody pass, and there is a
// method that is one.
func (r *roster) report() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	n := 0
	for range r.names {
		n += r.count()
	}
	return n
}

func (r *roster) enlist(name string) {
	r.mu.Lock()
	r.names = append(r.names, name)
	r.mu.Unlock()
}

// badTwoReads has the writer in the same function.
func badTwoReads() {
	var mu sync.RWMutex
	n := 0
	go func() {
		mu.Lock()
		n++
		mu.Unlock()
	}()
	mu.RLock()
	mu.RLock() // want `mu\.RLock can block forever: this goroutine already holds a read lock of mu, taken on line 104, and a writer waits on line 100`
	use(n)
	mu.RUnlock()
	mu.RUnlock()
}

// goodUpgrade gives the read lock back first.
func (m *memo) goodUpgrade(k int, f func(int) int) int {
	m.mu.RLock()
	v, ok := m.vals[k]
	m.mu.RUnlock()
	if ok {
		return v
	}
	m.mu.Lock() // ok: holds nothing
	defer m.mu.Unlock()
	if v, ok := m.vals[k]; ok {
		return v
	}
	m.vals[k] = f(k)
	return m.vals[k]
}

// goodEarlier returns with the read lock released on both ways.
func (m *memo) goodEarlier(k int) int {
	m.mu.RLock()
	if v, ok := m.vals[k]; ok {
		m.mu.RUnlock()
		return v
	}
	m.mu.RUnlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.vals[k] = k
	return k
}

// A frozen list is written before others see it, so nobody waits to write.
type frozen struct {
	mu    sync.RWMutex
	names []string
}

func (f *frozen) length() int {
	f.mu.RLock() // ok: there are only readers
	defer f.mu.RUnlock()
	return len(f.names)
}

func (f *frozen) goodReport() int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return 2 * f.length()
}

// goodWriterDone has a writer that has ended before.
func goodWriterDone() {
	var mu sync.RWMutex
	n := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		mu.Lock()
		n++
		mu.Unlock()
	}()
	<-done
	mu.RLock()
	mu.RLock() // ok: the writer has ended
	use(n)
	mu.RUnlock()
	mu.RUnlock()
}

// goodTry does not wait.
func (m *memo) goodTry(k int) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.mu.TryLock() { // ok: says no
		m.vals[k] = k
		m.mu.Unlock()
	}
}
