// Package same_type locks two objects of one type.
package same_type

import (
	"sync"
	"unsafe"
)

type account struct {
	mu      sync.Mutex
	id      int
	balance int
}

// transfer may run with the two accounts exchanged, which is not reported: which
// of two objects of one type comes first is not known.
func transfer(from, to *account, n int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= n
	to.balance += n
}

// goodByID locks the account with the smaller number first.
func goodByID(from, to *account, n int) {
	first, second := from, to
	if first.id > second.id {
		first, second = second, first
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	second.mu.Lock() // ok: by number
	defer second.mu.Unlock()
	from.balance -= n
	to.balance += n
}

// goodByIDBranches has the two orders in two branches.
func goodByIDBranches(from, to *account, n int) {
	if from.id < to.id {
		from.mu.Lock()
		to.mu.Lock() // ok: by number
	} else {
		to.mu.Lock()
		from.mu.Lock() // ok: by number
	}
	from.balance -= n
	to.balance += n
	from.mu.Unlock()
	to.mu.Unlock()
}

// goodByAddress locks the account with the smaller address first.
func goodByAddress(from, to *account, n int) {
	if uintptr(unsafe.Pointer(from)) < uintptr(unsafe.Pointer(to)) {
		from.mu.Lock()
		to.mu.Lock() // ok: by address
	} else {
		to.mu.Lock()
		from.mu.Lock() // ok: by address
	}
	from.balance -= n
	to.balance += n
	from.mu.Unlock()
	to.mu.Unlock()
}

// A dir is locked hand over hand on the way down.
type dir struct {
	mu     sync.Mutex
	parent *dir
	sub    map[string]*dir
	size   int
}

func (d *dir) goodWalk(path []string) *dir {
	d.mu.Lock()
	for _, name := range path {
		next := d.sub[name]
		if next == nil {
			break
		}
		next.mu.Lock() // ok: parent before child
		d.mu.Unlock()
		d = next
	}
	d.size++
	d.mu.Unlock()
	return d
}

// goodMkdir locks the parent, and then what it made.
func (d *dir) goodMkdir(name string) *dir {
	d.mu.Lock()
	defer d.mu.Unlock()
	child := &dir{parent: d, sub: map[string]*dir{}}
	child.mu.Lock() // ok: parent before child
	defer child.mu.Unlock()
	d.sub[name] = child
	return child
}

// goodTotal locks the whole path down to the leaves.
func (d *dir) goodTotal() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := d.size
	for _, child := range d.sub {
		n += child.goodTotal() // ok: parent before child
	}
	return n
}

// A tree is locked from the root down and from a leaf up, which is not reported:
// all its locks are one field of one type.
type tree struct {
	mu     sync.Mutex
	parent *tree
	kids   []*tree
	n      int
}

func (x *tree) down() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, kid := range x.kids {
		kid.mu.Lock()
		kid.n++
		kid.mu.Unlock()
	}
}

func (x *tree) up() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.parent != nil {
		x.parent.mu.Lock()
		x.parent.n--
		x.parent.mu.Unlock()
	}
}

// goodUp has both locks of one tree, one after the other.
func (x *tree) goodUp() {
	x.mu.Lock()
	p := x.parent
	x.mu.Unlock()
	for p != nil {
		p.mu.Lock() // ok: one at a time
		p.n++
		next := p.parent
		p.mu.Unlock()
		p = next
	}
}

// A shard set is locked in the order of its elements.
type shards struct {
	shard [4]struct {
		mu sync.Mutex
		n  int
	}
}

func (s *shards) goodLockAll() int {
	n := 0
	for i := range s.shard {
		s.shard[i].mu.Lock() // ok: ascending
		defer s.shard[i].mu.Unlock()
		n += s.shard[i].n
	}
	return n
}

func (s *shards) goodMove(i, j int) {
	if i == j {
		return
	}
	lo, hi := min(i, j), max(i, j)
	s.shard[lo].mu.Lock()
	defer s.shard[lo].mu.Unlock()
	s.shard[hi].mu.Lock() // ok: ascending
	defer s.shard[hi].mu.Unlock()
	s.shard[i].n--
	s.shard[j].n++
}

// goodFresh locks an object of its own with each of two accounts.
func goodFresh(a *account) *account {
	b := &account{id: a.id + 1}
	b.mu.Lock()
	defer b.mu.Unlock()
	a.mu.Lock() // ok: nobody can wait for b
	defer a.mu.Unlock()
	b.balance = a.balance
	return b
}
