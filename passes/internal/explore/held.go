package explore

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// hold notes that process p took the lock at a.
func (m *machine) hold(st *state, p *process, a value, read bool) {
	if i := p.lentAt(a); i >= 0 { // it had released it for a caller, who has it again
		h := p.lent[i]
		p.lent = slices.Delete(slices.Clone(p.lent), i, i+1)
		switch {
		case h.depth == 0:
			return
		case h.depth <= m.level(p) && h.read == read:
			p.held = append(slices.Clone(p.held), h)
			return
		}
	}
	p.held = append(slices.Clone(p.held), heldLock{at: a, read: read, depth: m.level(p), site: m.site(p), since: st.serial})
}

// lentAt returns the index of the lock at a among those that callers of the process
// lent to it, -1 if they did not.
func (p *process) lentAt(a value) int {
	return slices.IndexFunc(p.lent, func(h heldLock) bool { return h.at == a })
}

// heldAs returns the address of the lock that process p took in the function which it is
// in, and that the function calls as it does the one that it is about to release.
func (m *machine) heldAs(p *process, in *model.Instr) value {
	s := m.site(p)
	for _, h := range p.held {
		if h.site.Fn == s.Fn && h.site.Name == s.Name && h.read == (in.Op == model.RUnlock) {
			return h.at
		}
	}
	return value{}
}

func (p *process) holds(a value) bool {
	return slices.ContainsFunc(p.held, func(h heldLock) bool { return h.at == a })
}

// level is the length of the stack of a process, up to the innermost function that is
// not one of a library.
func (m *machine) level(p *process) int {
	depth := len(p.frames)
	for depth > 0 && m.prog.Funcs[p.frames[depth-1].fn].Flags&model.Transparent != 0 {
		depth--
	}
	return depth
}

// An Acquisition is that a process takes a lock while it holds others.
type Acquisition struct {
	Held []Taken
	Taken
	Try     bool
	Spawned bool // by a goroutine that the root started
}

// Taken is a lock that was taken somewhere.
type Taken struct {
	Site Site
	Read bool
	// Own is set if nothing else can reach it yet, or, of a lock that is held, if the one
	// that is taken was made meanwhile: who has that one need not wait for this one.
	Own bool
	// Ties tell, of a lock that is held, how it and the one that is taken hang together.
	Ties Ties
}

// Ties are the references between the objects of a lock that is held and of one that is taken:
// the number of the cell by which the one refers to the other, from 1 on, 0 if there is none.
type Ties struct {
	ToTaken, ToHeld int64
	// HeldOf and TakenOf are the cells by which others of which the program has come to know
	// refer to them.
	HeldOf, TakenOf [2]int64
}

// Apart reports whether the locks are of objects that do not belong together, as those of other
// ties of two such locks do, which are taken in the same order or the other way round: in place
// of the one, another object refers to the other one in the same way.
func (t Ties) Apart(other Ties, sameOrder bool) bool {
	if !sameOrder {
		other.ToHeld, other.ToTaken = other.ToTaken, other.ToHeld
	}
	return other.ToHeld > 0 && t.ToHeld != other.ToHeld && slices.Contains(t.HeldOf[:], other.ToHeld) ||
		other.ToTaken > 0 && t.ToTaken != other.ToTaken && slices.Contains(t.TakenOf[:], other.ToTaken)
}

// ties finds the references between the objects of a lock that is held and one that is taken.
func (st *state) ties(held, taken int32) Ties {
	var t Ties
	note := func(cells *[2]int64, n int64) {
		if i := slices.Index(cells[:], 0); i >= 0 && !slices.Contains(cells[:], n) {
			cells[i] = n
		}
	}
	for i, o := range st.objs {
		if o.kind != oCells {
			continue
		}
		for _, c := range o.cells {
			v := st.norm(c.v)
			switch {
			case v.k != vRef || v.a != held && v.a != taken || v.a == int32(i):
			case v.a == taken && int32(i) == held:
				t.ToTaken = c.off + 1
			case v.a == held && int32(i) == taken:
				t.ToHeld = c.off + 1
			case !o.found():
			case v.a == held:
				note(&t.HeldOf, c.off+1)
			default:
				note(&t.TakenOf, c.off+1)
			}
		}
	}
	return t
}

// acquires notes that process i takes the lock at a while it holds others, in a
// run with no more than one weak decision.
func (m *machine) acquires(r *run, i int, in *model.Instr, a value) {
	p := r.st.procs[i]
	if len(p.held) == 0 || m.weak+r.weak > 1 || r.worst >= VeryWeak {
		return
	}
	if i := p.lentAt(a); i >= 0 && p.lent[i].depth == 0 {
		return // a caller had it before, perhaps before the others
	}
	acq := Acquisition{Taken: m.taken(r.st, a, in.Op == model.RLock || in.Op == model.TryRLock, m.site(p)), Spawned: !p.root,
		Try: in.Op == model.TryLock || in.Op == model.TryRLock}
	inner := r.st.objs[a.a]
	for _, h := range p.held {
		if h.depth > len(p.frames) {
			continue // left to it by a function that has returned
		}
		t := m.taken(r.st, h.at, h.read, h.site)
		t.Own = t.Own || inner.serial > h.since && !inner.found()
		t.Ties = r.st.ties(h.at.a, a.a)
		acq.Held = append(acq.Held, t)
	}
	if len(acq.Held) > 0 && !slices.ContainsFunc(m.acquired, acq.same) {
		m.acquired = append(m.acquired, acq)
	}
}

func (m *machine) taken(st *state, at value, read bool, s Site) Taken {
	return Taken{Site: s, Read: read, Own: st.objs[at.a].flags&(fEnv|fShared) == 0}
}

func (a Acquisition) same(b Acquisition) bool {
	return a.Taken == b.Taken && a.Try == b.Try && a.Spawned == b.Spawned && slices.Equal(a.Held, b.Held)
}

// release notes that process i released the lock at a, which another process
// may have taken. It is lent to the function that releases it, which may take it again
// for whoever had it, if that is a function which called it, another process, or not known.
func (m *machine) release(st *state, i int, a value, read bool) {
	for n := range st.procs {
		j := (i + n) % len(st.procs)
		held := st.procs[j].held
		for k := len(held) - 1; k >= 0; k-- {
			if held[k].at == a && held[k].read == read {
				p := st.proc(j)
				if h := held[k]; n == 0 && h.depth < m.level(p) {
					lend(p, h)
				}
				p.held = slices.Delete(slices.Clone(held), k, k+1)
				if n != 0 {
					lend(st.proc(i), heldLock{at: a, read: read})
				}
				return
			}
		}
	}
	lend(st.proc(i), heldLock{at: a, read: read})
}

func lend(p *process, h heldLock) { p.lent = append(slices.Clone(p.lent), h) }

// released reports whether process i, and nobody else, took and released the
// lock at a, which unknown code can reach, before.
func (m *machine) released(st *state, i int, a value) bool {
	p := st.procs[i]
	l, ok := st.objs[a.a].get(a.n)
	return ok && l.k == vMutex && p.root && len(st.procs) == 1 && p.lentAt(a) < 0
}

// keeps reports the locks that process i took in the function that it returns
// from, and still holds, if the function releases them elsewhere.
func (m *machine) keeps(r *run, i int, rets []value) {
	p := r.st.procs[i]
	f := p.top()
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	for _, h := range p.held {
		if h.depth == len(p.frames) && r.st.identified(h.at) && m.lasts(r.st, h) && m.releases(f.fn, h.site.Name, h.read) {
			at := m.site(p)
			at.Name = h.site.Name
			m.event(r, i, Event{Kind: EvBug, Op: model.Ret, Aux: int64(HeldOnReturn), Obj: r.st.objs[h.at.a].serial, Off: int32(h.at.n), Peer: r.st.status(in.Sym, rets), Site: at})
		}
	}
	held := slices.Clone(p.held)
	for k := range held {
		if held[k].depth == len(p.frames) {
			held[k].depth = leftBehind
		}
	}
	p.held = held
}

// leftBehind is the depth of a lock whose function has returned.
const leftBehind = 1 << 20

// abandons reports the locks that process i took in functions which a panic of
// theirs has ended, now that the function on top of its stack recovers from that.
func (m *machine) abandons(r *run, i int) {
	p := r.st.procs[i]
	held := slices.Clone(p.held)
	for k := range held {
		h := &held[k]
		if h.depth < len(p.frames) || h.depth == leftBehind {
			continue
		}
		if p.panicAt.Fn == h.site.Fn && m.lasts(r.st, *h) && m.releases(h.site.Fn, h.site.Name, h.read) {
			m.event(r, i, Event{Kind: EvBug, Op: model.Panic, Aux: int64(HeldOnReturn), Obj: r.st.objs[h.at.a].serial, Off: int32(h.at.n), Peer: Failure,
				Site: Site{Fn: h.site.Fn, Pos: p.panicAt.Pos, Name: h.site.Name}})
		}
		h.depth = 0 // said, or not worth to be said
	}
	p.held = held
}

// left reports whether process p, which ends, leaves the lock that it holds at a place to
// another one to release.
func (m *machine) left(st *state, p *process, at value) bool {
	k := slices.IndexFunc(p.held, func(h heldLock) bool { return h.at == at })
	if k < 0 {
		return false
	}
	h := p.held[k]
	return slices.ContainsFunc(st.procs, func(q *process) bool {
		return q != p && slices.ContainsFunc(q.frames, func(f *frame) bool {
			return m.releases(f.fn, h.site.Name, h.read) && !slices.ContainsFunc(m.prog.Funcs[f.fn].Code, func(in model.Instr) bool { return in.Locks() && in.Name == h.site.Name })
		})
	})
}

// lasts reports whether a lock can matter to others: a local variable that nobody
// else can reach goes away with its function.
func (m *machine) lasts(st *state, h heldLock) bool {
	return st.objs[h.at.a].flags&(fEnv|fShared|fLent) != 0 || m.prog.LockKeys[h.site.Pos] != ""
}

// releases reports whether a function unlocks a lock by itself.
func (m *machine) releases(fn int32, name string, read bool) bool {
	code := m.prog.Funcs[fn].Code
	return slices.ContainsFunc(code, func(in model.Instr) bool { return in.Unlocks(read) && in.Name == name })
}

// status is what a function tells its caller with results of the given classes.
func (st *state) status(classes string, rets []value) Status {
	n := resultThatTells(classes)
	if n < 0 || n >= len(rets) {
		return NoStatus
	}
	nilMeans := Failure
	if classes[n] == byte(model.Error) {
		nilMeans = Success
	}
	switch v := st.norm(rets[n]); v.k {
	case vBool:
		if v.n != 0 {
			return Success
		}
		return Failure
	case vNil:
		return nilMeans
	case vTok, vFunc:
		return Success + Failure - nilMeans
	case vRef:
		if st.objs[v.a].flags&fMaybeNil == 0 {
			return Success + Failure - nilMeans
		}
	case vSym:
		if st.syms[v.a].nonnil {
			return Success + Failure - nilMeans
		}
	}
	return NoStatus
}

// resultThatTells is the index of the result by which a function tells whether
// it did what it should: an error, else a boolean, else the only one if that can
// be nil; -1 if there is none.
func resultThatTells(classes string) int {
	for _, c := range []model.Class{model.Error, model.Bool} {
		if n := strings.LastIndexByte(classes, byte(c)); n >= 0 {
			return n
		}
	}
	if len(classes) == 1 && strings.ContainsAny(classes, "pcfolm") {
		return 0
	}
	return -1
}

// statusOf is what a result of a class tells the caller, as far as it is constant.
func statusOf(o model.Operand, c model.Class) Status {
	isErr := c == model.Error
	switch {
	case o.Kind == model.KBool && o.N != 0, o.Kind == model.KNil && isErr:
		return Success
	case o.Kind == model.KBool, o.Kind == model.KNil, isErr && o.Kind == model.KNonNil:
		return Failure
	}
	return NoStatus
}

// MaySucceed reports whether a return instruction of a function can tell the caller
// of a success: by a constant, or because it passes on what another function said
// without having looked at it.
func MaySucceed(prog *link.Program, fn *model.FuncModel, in *model.Instr) bool {
	n := resultThatTells(in.Sym)
	if n < 0 || n >= len(in.Args) {
		return false
	}
	o := returned(fn, in, n)
	if o.Kind != model.KSlot {
		return statusOf(o, model.Class(in.Sym[n])) == Success
	}
	if compares(fn, o) {
		return false
	}
	return slices.ContainsFunc(fn.Code, func(x model.Instr) bool {
		switch x.Op {
		case model.Call:
			return slices.Contains(x.Dst, model.Slot(o.N)) && (x.Fn < 0 || !makesError(prog.Funcs[x.Fn]))
		case model.CallDyn, model.Invoke:
			return slices.Contains(x.Dst, model.Slot(o.N))
		}
		return false
	})
}

// returned is what a return instruction gives as result n. If the function defers calls, it
// takes that from a variable, which it has set right before.
func returned(fn *model.FuncModel, ret *model.Instr, n int) model.Operand {
	out := ret.Args[n]
	var from model.Operand // the variable
	fn.Analyze()
	for pc := slices.IndexFunc(fn.Code, func(in model.Instr) bool { return in.Op == model.Ret && in.Pos == ret.Pos }) - 1; pc >= 0 && !fn.Joins[pc+1]; pc-- {
		switch in := &fn.Code[pc]; {
		case !slices.Contains(fn.Next(pc), pc+1):
			return out
		case in.Op == model.Load && model.S(in.Dst[0]) == out:
			from = in.Args[0]
		case in.Op == model.Store && in.Args[0] == from:
			return in.Args[1]
		}
	}
	return out
}

// makesError reports whether a function makes an error, as errors.New does.
func makesError(fn *model.FuncModel) bool {
	return !slices.ContainsFunc(fn.Code, func(in model.Instr) bool {
		return in.Op == model.Ret && (len(in.Args) != 1 || in.Args[0].Kind != model.KNonNil && !compares(fn, in.Args[0]))
	})
}

// compares reports whether a function compares an operand with something.
func compares(fn *model.FuncModel, o model.Operand) bool {
	return slices.ContainsFunc(fn.Code, func(in model.Instr) bool {
		return in.Op == model.Bin && (in.Args[0] == o || in.Args[1] == o)
	})
}
