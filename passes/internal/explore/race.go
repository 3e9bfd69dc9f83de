package explore

import (
	"iter"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// Data races are looked for in the runs that are explored anyway. Every state
// carries the accesses on the way to it that some process may not know of yet:
// those whose effect does not happen before the next step of every process. An
// access that meets one of them in the same memory, from a process that does not
// know of it, is a race, if one of the two writes.
//
// This is the happens-before relation of the Go memory model, kept by access
// instead of by vector clocks as in FastTrack (Flanagan and Freund, PLDI 2009):
// "process p knows of access a" is "the clock of a's process in the vector of p
// is at least the time of a". The accesses are not part of what makes two states
// the same, so races cost no state. Where two ways lead to one state, the
// accesses of both are kept as long as it has not been expanded.

// An Access is a read or write of memory that several processes can reach.
type Access struct {
	Proc   int32 // serial of the process
	Obj    int32 // serial of the object
	Off    int32 // first cell
	Len    int32 // cells
	Write  bool
	Atomic bool
	Site   Site
	Root   bool // by the function that is explored itself
	Held   []HeldLock
}

// A HeldLock is a lock that a process holds at an access.
type HeldLock struct {
	Site       // where it was taken
	Given bool // the lock is older than the run
	Found bool // ... and in something that was found, not in an argument of the root
	Kept  bool // the function that took it has returned
}

// conflicts reports whether two accesses are to the same memory, and not both
// harmless to the other.
func (a *Access) conflicts(b *Access) bool {
	return a.Obj == b.Obj && (a.Write || b.Write) && !(a.Atomic && b.Atomic) && a.Off < b.Off+b.Len && b.Off < a.Off+a.Len
}

// A Race is a pair of accesses that nothing orders, in a run in which one comes
// after the other.
type Race struct {
	First, Second Access
	// Events is the run, up to and including the second access.
	Events []Event
	Weak   int   // weak decisions on the run
	Lent   int   // waits for what unknown code does
	GaveUp bool  // a test failed or was skipped on it
	nodes  []int // to which the step with the second access leads
}

// A SyncVar is what makes the steps of one process come after those of another:
// who acquires it knows what was known to those who have released it.
type SyncVar struct {
	Obj, Off int32 // Obj is Environment for unknown code
	// Back is set for what goes the other way: from receivers to later senders, and
	// from readers to writers.
	Back bool
}

// Environment is the object of a SyncVar that stands for unknown code.
const Environment = -1

// An Order says how an event orders the steps of processes.
type Order struct {
	// Obj and Off are of the variables that the process of the event acquires, and then
	// releases.
	Obj, Off           int32
	acquires, releases ways
	// Peer is the process that knows from now on what that of the event knows, 0 if
	// there is none. With Both it holds the other way round, too.
	Peer int32
	Both bool
}

// ways tells which of the two variables of an object is meant.
type ways uint8

const (
	forth ways = 1 << iota
	back
)

// Acquires lists the variables that the process of the event acquires.
func (o Order) Acquires() iter.Seq[SyncVar] { return o.vars(o.acquires) }

// Releases lists the variables that it then releases.
func (o Order) Releases() iter.Seq[SyncVar] { return o.vars(o.releases) }

func (o Order) vars(w ways) iter.Seq[SyncVar] {
	return func(yield func(SyncVar) bool) {
		if w&forth != 0 && !yield(SyncVar{Obj: o.Obj, Off: o.Off}) {
			return
		}
		if w&back != 0 {
			yield(SyncVar{Obj: o.Obj, Off: o.Off, Back: true})
		}
	}
}

// Order tells what is known of an event of a run. Of a rendezvous, the send is
// the half that says so.
func (e Event) Order() Order {
	o := Order{Obj: e.Obj, Off: e.Off}
	switch {
	case e.Kind == EvSpawn:
		o.Peer = e.Peer
	case e.Kind == EvAcquire:
		o.acquires = forth
	case e.Kind == EvRelease && e.Aux != 0:
		o.releases = back
	case e.Kind == EvRelease:
		o.releases = forth
	case e.Kind == EvOp && e.Obj >= 0:
		e.orderOp(&o)
	}
	return o
}

// orderOp tells how an operation orders the steps of processes.
func (e Event) orderOp(o *Order) {
	switch e.Op {
	case model.Send:
		o.acquires = back
		switch {
		case e.Peer == 0:
			o.releases = forth
		case choiceKind(e.Aux) == cHandover:
			o.Peer = e.Peer
		default:
			*o = Order{Peer: e.Peer, Both: true}
		}
	case model.Recv:
		if e.Peer == 0 {
			o.acquires, o.releases = forth, back
		}
	case model.Close, model.Cancel, model.Unlock, model.Signal, model.WgAdd:
		o.releases = forth
	case model.Lock, model.TryLock:
		if e.Aux != Announces {
			o.acquires = forth | back
		}
	case model.RLock, model.TryRLock, model.WgWait, model.CondPark:
		o.acquires = forth
	case model.RUnlock:
		o.releases = back
	}
}

// maxPast bounds the accesses that a state remembers, and maxRaces the races of a
// search.
const (
	maxPast  = 64
	maxRaces = 64
)

// past is an access with who knows of it.
type past struct {
	*Access          // not to be changed
	known   uint16   // bits of the processes that know
	vars    *varList // that these have released since
	via     *detour  // how it was reached, if not on the way to the node
}

// varList is a list of variables that is shared between accesses and states.
type varList struct {
	SyncVar
	next *varList
	n    int // length
}

func (l *varList) has(v SyncVar) bool {
	for ; l != nil; l = l.next {
		if l.SyncVar == v {
			return true
		}
	}
	return false
}

func (l *varList) add(v SyncVar) *varList { return &varList{v, l, l.len() + 1} }

func (l *varList) len() int {
	if l == nil {
		return 0
	}
	return l.n
}

// detour is another way to a node than the one that is kept.
type detour struct {
	from   int // the node before it
	to     int
	events []Event // of the step
	via    *detour // how the access was reached in node from
	// rename maps serials on this way to those in the node.
	rename map[int32]int32
}

// candidate is a race in a step that is under way.
type candidate struct {
	first, second past
	events        int // of the step, up to the second access
}

// access notes an access of process i, and the races with those before.
func (m *machine) access(r *run, i int, addr value, imm int64, atomic bool) {
	st := r.st
	p := st.procs[i]
	if !m.races || addr.k != vRef || st.objs[addr.a].flags&(fShared|fLent) == 0 || st.objs[addr.a].flags&fConst != 0 {
		return
	}
	depth := len(p.frames)
	if atomic {
		depth-- // the function of sync/atomic
	}
	if depth < 1 || m.prog.Funcs[p.frames[depth-1].fn].Flags&model.Transparent != 0 {
		return // what libraries do is their affair
	}
	n, write := model.ParseAccess(imm)
	a := past{Access: &Access{
		Proc: p.serial, Obj: st.objs[addr.a].serial, Off: int32(addr.n), Len: int32(n), Write: write, Atomic: atomic, Site: m.site(p), Root: p.root,
	}, known: p.bit}
	for _, h := range p.held {
		// The lock inside of a Once is none of the program's.
		if h.depth >= len(p.frames) || m.prog.Funcs[p.frames[h.depth].fn].Flags&model.Transparent == 0 {
			l := HeldLock{Site: h.site, Kept: h.depth == leftBehind}
			if h.at.k == vRef {
				l.Given, l.Found = st.objs[h.at.a].found(), st.found(h.at)
			}
			a.Held = append(a.Held, l)
		}
	}
	op := model.Load
	if write {
		op = model.Store
	}
	r.note(Event{Kind: EvAccess, Op: op, Proc: p.serial, Obj: a.Obj, Off: a.Off, Aux: imm, Site: a.Site})
	for _, b := range st.past {
		if b.known&p.bit == 0 && b.conflicts(a.Access) {
			r.races = append(slices.Clip(r.races), candidate{b, a, r.before.len() + len(r.events)})
		}
	}
	// What is unordered with an earlier access of a process is unordered with a later
	// one, too.
	st.keepPast(func(b *past) bool {
		return !(b.Proc == a.Proc && b.Obj == a.Obj && b.Off == a.Off && b.Len == a.Len && b.Atomic == a.Atomic && (a.Write || !b.Write))
	})
	if len(st.past) >= maxPast {
		st.past = st.past[1:]
	}
	st.past = append(st.past, a)
}

// keepPast drops the accesses that are not to be kept, and makes the list one of
// this state's own.
func (st *state) keepPast(keep func(*past) bool) {
	kept := st.past[:0]
	if !st.ownPast {
		kept = make([]past, 0, len(st.past)+4)
		st.ownPast = true
	}
	for i := range st.past {
		if keep(&st.past[i]) {
			kept = append(kept, st.past[i])
		}
	}
	st.past = kept
}

// order passes on, for an event, who knows of which accesses.
func (st *state) order(e Event) {
	if len(st.past) == 0 {
		return
	}
	o := e.Order()
	self := st.bitOf(e.Proc)
	for v := range o.Acquires() {
		for i := range st.past {
			if a := &st.past[i]; a.known&self == 0 && a.vars.has(v) {
				st.know(i, self)
			}
		}
	}
	if o.Peer != 0 {
		peer := st.bitOf(o.Peer)
		for i := range st.past {
			switch a := &st.past[i]; {
			case a.known&self != 0 && a.known&peer == 0:
				st.know(i, peer)
			case o.Both && a.known&peer != 0 && a.known&self == 0:
				st.know(i, self)
			}
		}
	}
	for v := range o.Releases() {
		st.inform(self, v)
	}
}

// bitOf returns the bit of the process of a serial, 0 if it has ended.
func (st *state) bitOf(serial int32) uint16 {
	for _, p := range st.procs {
		if p.serial == serial {
			return p.bit
		}
	}
	return 0
}

// know lets processes know of an access.
func (st *state) know(i int, who uint16) {
	st.copyPast()
	st.past[i].known |= who
}

// inform lets those who will acquire v know of what a process knows.
func (st *state) inform(self uint16, v SyncVar) {
	var last, longer *varList // accesses are often known with the same history
	for i := range st.past {
		a := &st.past[i]
		if a.known&self == 0 || a.vars.has(v) {
			continue
		}
		if longer == nil || a.vars != last {
			last, longer = a.vars, a.vars.add(v)
		}
		st.copyPast()
		st.past[i].vars = longer
	}
}

// forgetProcess takes back the bit of a process that has ended.
func (st *state) forgetProcess(bit uint16) {
	for i := range st.past {
		if st.past[i].known&bit != 0 {
			st.copyPast()
			st.past[i].known &^= bit
		}
	}
}

// copyPast makes the list of accesses one of this state's own.
func (st *state) copyPast() {
	if !st.ownPast {
		st.past, st.ownPast = append(make([]past, 0, len(st.past)+4), st.past...), true
	}
}

// forget drops the accesses that every process knows of.
func (st *state) forget() {
	var all uint16
	for _, p := range st.procs {
		all |= p.bit
	}
	for i := range st.past {
		if st.past[i].known&all == all {
			st.keepPast(func(a *past) bool { return a.known&all != all })
			return
		}
	}
}

// serials lists the processes and reached objects of the state that was encoded
// last, in canonical order.
func (c *canon) serials(order []int) []int32 {
	var out []int32
	for _, i := range order {
		out = append(out, c.st.procs[i].serial)
	}
	for _, i := range c.objs {
		out = append(out, c.st.objs[i].serial)
	}
	return out
}

// join adds the accesses of another way to a node, the step r from node n, to
// those that its state remembers. order is that of the processes of r in the node.
func (s *search) join(n, to int, r *run, node *Node, names []int32, order []int) {
	if n < 0 || node.Weak > 0 || node.Worst >= Weak || node.GaveUp || node.Failed || len(names) != len(s.names[to]) {
		return
	}
	st := s.state[to]
	var d *detour
	for _, a := range r.st.past {
		if d == nil {
			d = &detour{from: n, to: to, events: r.all(), rename: map[int32]int32{}}
			for i, serial := range names {
				d.rename[serial] = s.names[to][i]
			}
		}
		b, ok := d.renamed(a)
		if !ok {
			continue
		}
		b.known = 0
		for pos, i := range order {
			if a.known&r.st.procs[i].bit != 0 {
				b.known |= st.procs[pos].bit
			}
		}
		if slices.ContainsFunc(st.past, b.covered) || len(st.past) >= maxPast {
			continue
		}
		st.copyPast()
		st.past = append(st.past, b)
	}
}

// renamed returns an access under the names that the node of a detour has, false
// if its object is gone there. Who knows of it, join tells.
func (d *detour) renamed(a past) (past, bool) {
	obj, ok := d.rename[a.Obj]
	if !ok {
		return a, false
	}
	b := a
	access := *a.Access
	access.Obj, access.Proc = obj, d.name(a.Proc)
	b.Access = &access
	b.via = d
	if a.via != nil {
		way := *d
		way.via = a.via
		b.via = &way
	}
	b.vars = nil
	for l := a.vars; l != nil; l = l.next {
		v := l.SyncVar
		if obj, ok := d.rename[v.Obj]; ok || v.Obj == Environment {
			if ok {
				v.Obj = obj
			}
			b.vars = b.vars.add(v)
		}
	}
	return b, true
}

// gone is added to the serials of what is gone where a detour ends.
const gone = 1 << 20

func (d *detour) name(serial int32) int32 {
	if n, ok := d.rename[serial]; ok {
		return n
	}
	if serial <= 0 {
		return serial
	}
	return serial + gone
}

// covered reports whether b is the same access, of which no more is known.
func (a *past) covered(b past) bool {
	if a.Proc != b.Proc || a.Obj != b.Obj || a.Off != b.Off || a.Len != b.Len || a.Write != b.Write || a.Atomic != b.Atomic || a.Site != b.Site || b.known&^a.known != 0 {
		return false
	}
	for l := b.vars; l != nil; l = l.next {
		if !a.vars.has(l.SyncVar) {
			return false
		}
	}
	return true
}

// sameRaces bounds the runs that are kept of a race: some may turn out to be none.
const sameRaces = 3

// raced records the races of a step from node n to others.
func (s *search) raced(n int, r *run, nodes []int) {
	for _, c := range r.races {
		x := Race{First: *c.first.Access, Second: *c.second.Access, nodes: nodes}
		if n >= 0 {
			p := s.g.Nodes[n]
			if p.Failed {
				continue
			}
			x.Weak, x.GaveUp = p.Weak, p.GaveUp
		}
		for _, e := range r.all()[:c.events] {
			switch {
			case e.Op == model.Fail:
				x.GaveUp = true
			case e.Kind == EvChoice:
				if e.Aux >= Weak {
					x.Weak++
				}
			}
		}
		x.Events = append(s.way(n, c.first.via), r.all()[:c.events]...)
		x.Lent = x.lent(s.m.prog)
		worst, same := -1, 0
		for i := range s.g.Races {
			if !x.same(s.g.Races[i]) {
				continue
			}
			if same++; worst < 0 || s.g.Races[i].worse(&s.g.Races[worst]) {
				worst = i
			}
		}
		switch {
		case same < sameRaces && len(s.g.Races) < maxRaces:
			s.g.Races = append(s.g.Races, x)
		case same > 0 && s.g.Races[worst].worse(&x):
			s.g.Races[worst] = x
		}
	}
}

// lent counts the waits for something that the program made and then gave to unknown
// code, and what is sent there once one of the two processes was started: what that
// code does in which order is not known, and it may have one of the two answer. Waits
// of the two in other packages' functions once both are there count, too: they may wait
// for the other one. So do calls that were not looked into.
func (x *Race) lent(prog *link.Program) int {
	type object struct{ serial, off int32 }
	made := map[object]bool{}
	both := false
	n := 0
	for i, e := range x.Events {
		o := object{e.Obj, e.Off}
		theirs := e.Proc == x.First.Proc || e.Proc == x.Second.Proc
		switch {
		case e.Kind == EvSpawn && (e.Peer == x.First.Proc || e.Peer == x.Second.Proc):
			both = true
		case e.Kind == EvSkip && theirs:
			n++
		case e.Kind != EvOp:
		case e.Op == model.MakeChan, e.Op == model.WgAdd && e.Aux >= 0: // 0 is a number that is not known
			made[o] = true
		case e.Op == model.WgWait && (made[o] || theirs): // by whom it may be that tells the two
			if next := x.Events[i+1]; next.Kind == EvAcquire && next.Obj == Environment && next.Proc == e.Proc {
				n++
			}
		case e.Op == model.Send && choiceKind(e.Aux) == cEnvSend && both && made[o]:
			n++
		case !FromEnvironment(e) || choiceKind(e.Aux) == cTimer:
		case (both || theirs) && made[o], both && theirs && prog.Funcs[e.Site.Fn].Code[e.Site.PC].Op == model.Call:
			n++
		}
	}
	return n
}

// same reports whether two races are between the same places.
func (x *Race) same(y Race) bool {
	return x.First.Site.Pos == y.First.Site.Pos && x.Second.Site.Pos == y.Second.Site.Pos && x.First.Write == y.First.Write && x.Second.Write == y.Second.Write
}

// worse reports whether the run of x rests on more doubts than that of y.
func (x *Race) worse(y *Race) bool {
	if a, b := x.Weak+x.Lent, y.Weak+y.Lent; a != b {
		return a > b
	}
	return x.GaveUp && !y.GaveUp
}

// way returns the events of the run to node n, over a detour if there is one.
func (s *search) way(n int, via *detour) []Event {
	var parts [][]Event
	for ; n >= 0 && (via == nil || n != via.to); n = s.g.Nodes[n].Parent {
		parts = append(parts, s.g.Nodes[n].Events)
	}
	slices.Reverse(parts)
	if via == nil || n < 0 {
		return slices.Concat(parts...)
	}
	head := slices.Concat(s.way(via.from, via.via), via.events)
	for i := range head {
		e := &head[i]
		e.Proc, e.Peer, e.Obj = via.name(e.Proc), via.name(e.Peer), via.name(e.Obj)
		if e.Kind == EvOp && e.Op == model.ChildDone {
			e.Aux = int64(via.name(int32(e.Aux)))
		}
	}
	return append(head, slices.Concat(parts...)...)
}

// fence lets unknown code run: what process i knows, other processes can learn
// where they let it run, too.
func (m *machine) fence(r *run, i int) {
	m.synced(r, i, EvAcquire, Environment, 0)
	m.synced(r, i, EvRelease, Environment, 0)
	m.fenced = m.fenced || slices.ContainsFunc(r.st.procs, func(p *process) bool { return p.run && p.serial != r.st.procs[i].serial })
}

// synced notes what no operation says: that process i knows what was released
// with a variable, or that it lets those who acquire it know.
func (m *machine) synced(r *run, i int, kind EventKind, serial int32, off int64) {
	if m.races {
		e := Event{Kind: kind, Proc: r.st.procs[i].serial, Obj: serial, Off: int32(off)}
		r.note(e)
		r.st.order(e)
	}
}

// atomically notes that a function of sync/atomic accesses a cell.
func (m *machine) atomically(r *run, i int, a value, reads, writes bool) {
	if !m.races || a.k != vRef || !strings.Contains(m.prog.Funcs[r.st.procs[i].top().fn].Name, "sync/atomic.") {
		return
	}
	serial := r.st.objs[a.a].serial
	if reads {
		m.synced(r, i, EvAcquire, serial, a.n)
	}
	m.access(r, i, a, model.AccessOf(1, writes), true)
	if writes { // with the access itself
		m.synced(r, i, EvRelease, serial, a.n)
	}
}

// doneFrom notes that process i sees the done channel c closed, or one that it is
// derived from.
func (m *machine) doneFrom(r *run, i int, c int32) {
	if closed, _ := r.st.doneBy(c); closed >= 0 && closed != c {
		m.synced(r, i, EvAcquire, r.st.objs[closed].serial, 0)
	}
}
