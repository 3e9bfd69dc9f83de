// Package gate has opposite orders that cannot meet, because a lock that both
// hold lets one in at a time.
package gate

import "sync"

type plant struct {
	gate sync.Mutex
	oven sync.Mutex
	belt sync.Mutex
	n    int
}

func (p *plant) goodBake() {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.oven.Lock()
	defer p.oven.Unlock()
	p.belt.Lock() // ok: behind the gate
	defer p.belt.Unlock()
	p.n++
}

func (p *plant) goodClean() {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.belt.Lock()
	defer p.belt.Unlock()
	p.oven.Lock() // ok: behind the gate
	defer p.oven.Unlock()
	p.n--
}

// goodWatch has one of the locks only, and needs no gate.
func (p *plant) goodWatch() int {
	p.belt.Lock()
	defer p.belt.Unlock()
	return p.n
}

// goodHelper has the gate in its caller.
func (p *plant) goodHelper() {
	p.gate.Lock()
	p.cleanLocked()
	p.gate.Unlock()
}

func (p *plant) cleanLocked() {
	p.belt.Lock()
	p.oven.Lock() // ok: the caller is behind the gate
	p.n = 0
	p.oven.Unlock()
	p.belt.Unlock()
}

// A shop has a gate that lets all readers in.
type shop struct {
	gate sync.RWMutex
	till sync.Mutex
	safe sync.Mutex
	n    int
}

func (s *shop) badDeposit() {
	s.gate.RLock()
	defer s.gate.RUnlock()
	s.till.Lock()
	defer s.till.Unlock()
	s.safe.Lock() // want `s\.safe is locked while s\.till is held; on line 79 they are locked in the opposite order`
	defer s.safe.Unlock()
	s.n++
}

func (s *shop) badChange() {
	s.gate.RLock()
	defer s.gate.RUnlock()
	s.safe.Lock()
	defer s.safe.Unlock()
	s.till.Lock()
	defer s.till.Unlock()
	s.n--
}

// A lab has a gate that lets readers in, but one of the two writes.
type lab struct {
	gate sync.RWMutex
	acid sync.Mutex
	base sync.Mutex
	n    int
}

func (x *lab) goodMix() {
	x.gate.RLock()
	defer x.gate.RUnlock()
	x.acid.Lock()
	defer x.acid.Unlock()
	x.base.Lock() // ok: goodDrain has the gate alone
	defer x.base.Unlock()
	x.n++
}

func (x *lab) goodDrain() {
	x.gate.Lock()
	defer x.gate.Unlock()
	x.base.Lock()
	defer x.base.Unlock()
	x.acid.Lock() // ok: goodDrain has the gate alone
	defer x.acid.Unlock()
	x.n--
}

// A pair has one method that waits for the second lock and one that does not.
type pair struct {
	a, b sync.Mutex
	n    int
}

func (p *pair) goodForward() {
	p.a.Lock()
	defer p.a.Unlock()
	p.b.Lock() // ok: goodTry gives up
	defer p.b.Unlock()
	p.n++
}

func (p *pair) goodTry() bool {
	p.b.Lock()
	defer p.b.Unlock()
	if !p.a.TryLock() { // ok: does not wait
		return false
	}
	defer p.a.Unlock()
	p.n--
	return true
}

// A door is pushed from one side at a time, because it has readers only.
type door struct {
	in, out sync.RWMutex
	n       int
}

func (d *door) goodEnter() int {
	d.in.RLock()
	defer d.in.RUnlock()
	d.out.RLock() // ok: nobody writes
	defer d.out.RUnlock()
	return d.n
}

func (d *door) goodLeave() int {
	d.out.RLock()
	defer d.out.RUnlock()
	d.in.RLock() // ok: nobody writes
	defer d.in.RUnlock()
	return d.n
}
