package never_signalled

import "sync"

// A door is its own lock.
type door struct {
	name string
	sync.Mutex
	cond *sync.Cond
	open bool
}

func newDoor() *door {
	d := &door{}
	d.cond = sync.NewCond(d)
	return d
}

func (d *door) pass() {
	d.Lock()
	defer d.Unlock()
	for !d.open {
		d.cond.Wait()
	}
}

func badEmbedded() {
	d := newDoor()
	go func() {
		d.pass() // want `goroutine blocks forever in d\.cond\.Wait on line 23 \(nobody signals it\)`
		use(1)
	}()
	d.Lock()
	d.open = true
	d.Unlock()
}

func goodEmbedded() {
	d := newDoor()
	go func() {
		d.pass() // ok: woken up
		use(1)
	}()
	d.Lock()
	d.open = true
	d.cond.Broadcast()
	d.Unlock()
}

// A hall has doors in it.
type hall struct {
	doors int
	lobby
}

type lobby struct {
	chairs int
	sync.RWMutex
}

func badDeeplyEmbedded() {
	h := &hall{}
	cond := sync.NewCond(h)
	full := false
	go func() {
		h.Lock()
		for !full {
			cond.Wait() // want `goroutine blocks forever in cond\.Wait \(nobody signals it\)`
		}
		h.Unlock()
	}()
	h.Lock()
	full = true
	h.Unlock()
}
