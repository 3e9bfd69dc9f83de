// Package reread has methods that read-lock what another method has read-locked.
package reread

import (
	"fmt"
	"sync"
)

type table struct {
	mu   sync.RWMutex
	rows map[string]int
}

func (t *table) size() int {
	t.mu.RLock() // want `t\.mu\.RLock can block forever: this goroutine already holds a read lock of t\.mu, taken on line \d+, and a writer waits on line \d+`
	defer t.mu.RUnlock()
	return len(t.rows)
}

func (t *table) badPrint() {
	t.mu.RLock()
	defer t.mu.RUnlock()
	fmt.Println(t.size(), t.rows)
}

func (t *table) goodPrint() {
	n := t.size()
	t.mu.RLock()
	defer t.mu.RUnlock()
	fmt.Println(n, t.rows) // ok: one after the other
}

func (t *table) put(row string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[row] = n
}

// A Frozen table has no writers.
type Frozen struct {
	sync.RWMutex
	rows map[string]int
}

func (f *Frozen) Size() int {
	f.RLock() // ok: nobody locks it
	defer f.RUnlock()
	return len(f.rows)
}

func (f *Frozen) Print() {
	f.RLock()
	defer f.RUnlock()
	fmt.Println(f.Size(), f.rows)
}

// A Pair has two locks.
type Pair struct {
	a, b sync.RWMutex
	n    int
}

func (p *Pair) A() int {
	p.a.RLock() // ok: another one
	defer p.a.RUnlock()
	return p.n
}

func (p *Pair) Sum() int {
	p.b.RLock()
	defer p.b.RUnlock()
	return p.n + p.A()
}

func (p *Pair) Set(n int) {
	p.a.Lock()
	p.n = n
	p.a.Unlock()
	p.b.Lock()
	p.n = n
	p.b.Unlock()
}

// A Secret is decoded before anybody else has it.
type Secret struct {
	mu    sync.RWMutex
	value string
}

func (s *Secret) Empty() bool {
	s.mu.RLock() // ok: nothing but the decoder locks it for writing
	defer s.mu.RUnlock()
	return s.value == ""
}

func (s *Secret) Valid() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return !s.Empty() && s.value != "-"
}

func (s *Secret) UnmarshalText(text []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.value = string(text)
	return nil
}
