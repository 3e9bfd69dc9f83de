package explore

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// callee is what a call resolves to.
type callee struct {
	fn   int32 // -1: unknown
	caps int32 // closure object, -1: none
	args []value
	nil_ bool // call of a nil function: panics
	idle bool // does nothing that matters
}

// resolve finds the function that a call instruction calls with given operands.
func (m *machine) resolve(st *state, in *model.Instr, args []value) callee {
	c := callee{fn: -1, caps: -1, args: args}
	switch in.Op {
	case model.Call:
		c.fn = in.Fn
	case model.CallDyn:
		c.args = args[1:]
		f := st.norm(args[0])
		switch f.k {
		case vFunc:
			c.fn, c.caps = f.a, int32(f.n)
		case vNil:
			c.nil_ = true
		default:
			st.used(f)
		}
	case model.Invoke:
		recv := st.norm(args[0])
		if recv.k == vNil {
			c.nil_ = true
			return c
		}
		st.used(recv)
		if c.fn = m.prog.Method(recv.t, link.MethodName(in)); c.fn < 0 && recv.t == 0 {
			c.fn = in.Fn
		} else if c.fn >= 0 {
			c.args = slices.Clone(args)
			c.args[0].t = 0 // a value of its own type now
		} else {
			c.idle = m.prog.IsIdle(recv.t, link.MethodName(in))
		}
	}
	return c
}

// results returns the classes of the results of an unknown call.
func results(in *model.Instr) string {
	switch in.Op {
	case model.Invoke:
		if i := strings.LastIndexByte(in.Sym, '|'); i >= 0 {
			return in.Sym[i+1:]
		}
	case model.CallDyn, model.Unknown:
		return in.Sym
	}
	return ""
}

// call executes a call, go or defer.
func (m *machine) call(r *run, i int, in *model.Instr) ([]*run, bool) {
	st := r.st
	p := st.procs[i]
	f := p.top()
	args := m.operands(st, f, in)
	switch model.Mode(in.Imm) {
	case model.Defer:
		args = slices.Clone(args)
		f.defers = append(slices.Clip(f.defers), deferred{in: in, args: args, fn: f.fn, pc: f.pc})
		f.pc++
		return nil, false
	case model.Go:
		return m.spawn(r, i, in, args)
	}
	c := m.resolve(st, in, args)
	if c.nil_ {
		r.end = crashed
		return []*run{r}, true
	}
	if c.fn >= 0 && m.tooDeep(p, c.fn) {
		c.fn = -1
		r.decide(VeryWeak, Event{Proc: p.serial, Site: m.site(p)})
	}
	classes := results(in)
	waits, built := false, false
	if c.fn >= 0 && m.beyond(p, c.fn) && !slices.ContainsFunc(args, m.panics(st)) {
		classes = m.prog.Funcs[c.fn].Results
		if waits = m.skipped(r, i, c.fn, args); waits && m.prog.WaitsForDone(c.fn) && slices.ContainsFunc(args, m.neverDone(st)) {
			r.decide(VeryWeak, Event{Proc: p.serial, Site: m.site(p)}) // it does not return
		}
		c.fn, built = -1, true
	}
	if c.fn < 0 {
		if !c.idle {
			if slices.ContainsFunc(args, m.panics(st)) { // if it calls that, and then?
				r.decide(VeryWeak, Event{Proc: p.serial, Site: m.site(p)})
			}
			for _, a := range args {
				if a = st.norm(a); a.k == vFunc && a.a >= 0 && m.prog.Waits(a.a) {
					r.note(Event{Kind: EvSkip, Proc: p.serial, Obj: -1, Aux: int64(a.a)}) // it may be called there
				}
			}
			m.unknownCall(st, st.procs[i], args)
			m.fence(r, i)
		}
		for n := range in.Dst {
			var recv, v value
			if c.idle {
				recv = args[0]
			}
			if n < len(classes) {
				v = m.result(st, f, recv, model.ResultName(link.MethodName(in), n), model.Class(classes[n]))
			}
			if waits && v.k == vSym && model.Class(classes[n]) == model.Bool {
				st.sym(v.a).weak = max(st.sym(v.a).weak, Weak) // it says how the wait has ended
			}
			if built && v.k == vRef {
				st.mut(v.a).flags |= fBuilt
			}
			set(f, in, n, v)
		}
		f.pc++
		return nil, false
	}
	m.push(st, p, c, in.Pos, in.Name)
	return nil, false
}

// operands evaluates the operands of an instruction, into a buffer that the next call
// uses again.
func (m *machine) operands(st *state, f *frame, in *model.Instr) []value {
	m.values = m.values[:0]
	for _, o := range in.Args {
		m.values = append(m.values, m.eval(st, f, o))
	}
	return m.values
}

// unknownCall lets unknown code run with the arguments.
func (m *machine) unknownCall(st *state, p *process, args []value) {
	m.works(p)
	for _, a := range args {
		st.escape(a)
	}
	m.escapeCalled(st)
	st.clobber()
}

// escapeCalled lets unknown code reach the package variables of the functions that have become
// known to it: it may call them, from now on.
func (m *machine) escapeCalled(st *state) {
	for len(st.escaped) > 0 {
		fn := st.escaped[0]
		st.escaped = st.escaped[1:]
		m.escapeGlobals(st, fn)
	}
}

// escapeGlobals lets unknown code reach the package variables that a function uses.
func (m *machine) escapeGlobals(st *state, fn int32) {
	set := m.prog.GlobalsOf(fn)
	for n, g := range m.prog.Globals {
		if !g.Constant && set.Has(n) {
			st.escape(m.global(st, int64(n)))
		}
	}
}

// beyond reports whether a call of function fn by process p leads deeper than is
// looked.
func (m *machine) beyond(p *process, fn int32) bool {
	if !m.prog.Skippable(fn) {
		return false
	}
	foreign := m.prog.IsForeign(fn)
	m.foreign = m.foreign || foreign
	if m.inPrelude(p) || m.ownOnly && foreign {
		return true
	}
	n := 0
	for i := range p.frames {
		f := p.frames[i].fn
		within := func(g *frame) bool { return m.prog.Encloses(g.fn, f) }
		switch {
		case m.prog.Encloses(f, fn):
			return false // written right there
		case !inLibrary(m.prog.Funcs[f]) && !slices.ContainsFunc(p.frames[:i], within):
			n++
		}
	}
	m.deepest = max(m.deepest, n)
	return m.depth > 0 && n >= m.depth
}

// neverDone tells of values whether they are contexts that nothing cancels.
func (m *machine) neverDone(st *state) func(value) bool {
	return func(v value) bool {
		if v = st.norm(v); v.k != vRef {
			return false
		}
		maker := st.objs[v.a].site >> 32
		if maker < 0 || maker >= int64(len(m.prog.Funcs)) {
			return false // it was found there
		}
		name := m.prog.Funcs[maker].Name
		return name == "context.Background" || name == "context.TODO"
	}
}

// panics tells of values whether they are functions that never return: what becomes of
// that, only the code of those who call them tells.
func (m *machine) panics(st *state) func(value) bool {
	return func(v value) bool {
		v = st.norm(v)
		return v.k == vFunc && v.a >= 0 && len(m.prog.Funcs[v.a].Code) > 0 && m.prog.GivesUp(v.a, 0)
	}
}

// skipped prepares for a call of function fn that is taken for one of unknown code: what
// the function can reach by itself becomes known there, what it can store is forgotten,
// and it is noted that process i may have waited there for another one.
func (m *machine) skipped(r *run, i int, fn int32, args []value) (waits bool) {
	st := r.st
	for _, a := range args {
		st.mark(a, fSkipped)
	}
	m.forgetStored(st, fn, args)
	if waits = m.prog.Waits(fn); waits {
		r.note(Event{Kind: EvSkip, Proc: st.procs[i].serial, Obj: -1, Aux: int64(fn)})
	}
	m.escapeGlobals(st, fn)
	return waits
}

func (m *machine) tooDeep(p *process, fn int32) bool {
	if len(p.frames) >= maxFrames {
		return true
	}
	n := 0
	for i := range p.frames {
		if p.frames[i].fn == fn {
			n++
		}
	}
	return n >= maxRecurse
}

// push starts an activation.
func (m *machine) push(st *state, p *process, c callee, at model.Pos, name string) *frame {
	fn := m.prog.Enter(c.fn)
	m.large = m.large || m.prog.HasLarge(c.fn)
	nf := &frame{fn: c.fn, at: at, name: name, regs: make([]value, fn.Regs), reg: fn.Reg}
	copy(nf.regs[:fn.Params], c.args) // parameters and captured variables come first
	if c.caps >= 0 {
		for n, x := range st.objs[c.caps].cells {
			if n < fn.Caps {
				nf.regs[fn.Params+n] = x.v
			}
		}
	}
	p.frames = append(p.frames, nf)
	return p.top()
}

// spawn starts a process.
func (m *machine) spawn(r *run, i int, in *model.Instr, args []value) ([]*run, bool) {
	st := r.st
	p := st.procs[i]
	c := m.resolve(st, in, args)
	site := m.site(p)
	switch {
	case c.nil_:
		r.end = crashed
		return []*run{r}, true
	case c.idle:
	case c.fn < 0:
		// A goroutine of unknown code is part of the environment.
		m.unknownCall(st, st.procs[i], args)
		m.fence(r, i)
	case len(st.procs) >= maxProcs:
		r.cut, m.crowded = true, true
		r.decide(VeryWeak, Event{Proc: p.serial, Site: site})
	default:
		for _, a := range args {
			st.share(a)
		}
		q := &process{run: true, spawned: site.Pos}
		name := in.Name
		if m.prog.IsForeign(p.top().fn) {
			name = "" // nothing that the program has a name for
		}
		m.push(st, q, c, in.Pos, name)
		st.addProc(q)
		m.event(r, i, Event{Kind: EvSpawn, Op: in.Op, Peer: q.serial, Obj: -1, Off: m.runs(st, c), Aux: int64(c.fn)})
		p.top().pc++
		if len(st.procs) > crowd && !m.isMain && !m.full && m.separable(st) {
			// Give the search the occasion to follow them apart: what starts a
			// thousand of them would go on for long.
			p.yield, p.crowd, p.run = true, true, false
			return []*run{r}, true
		}
		return []*run{r}, m.newFirst
	}
	p.top().pc++
	return nil, false
}

// runs returns the function of the package that a new process runs: the one that it
// starts with, or one that a library function which it starts with was given.
func (m *machine) runs(st *state, c callee) int32 {
	if m.own(c.fn) {
		return c.fn
	}
	given := slices.Clone(c.args)
	if c.caps >= 0 {
		for _, x := range st.objs[c.caps].cells {
			given = append(given, x.v)
		}
	}
	for _, v := range given {
		if v.k == vRef { // a captured variable
			v, _ = st.objs[v.a].get(v.n)
		}
		if v.k == vFunc && m.own(v.a) {
			return v.a
		}
	}
	return c.fn
}

// exiting reports whether one of the processes is about to end the program.
func (m *machine) exiting(st *state) bool {
	for _, p := range st.procs {
		for j := range p.frames {
			if f := p.frames[j]; f.unwind == running && m.prog.Exits(f.fn, f.pc) {
				return true
			}
		}
	}
	return false
}

// separable reports whether the processes fall into groups that share nothing.
func (m *machine) separable(st *state) bool {
	groups := (&canon{prog: m.prog}).reach(st)
	return groups[0] != uint16(1)<<len(groups)-1
}

// runDeferred starts a deferred call.
func (m *machine) runDeferred(r *run, i int, d deferred) {
	st := r.st
	p := st.procs[i]
	c := m.resolve(st, d.in, d.args)
	if c.nil_ {
		p.top().unwind = unwindPanic
		return
	}
	if c.fn >= 0 && m.beyond(p, c.fn) {
		m.skipped(r, i, c.fn, d.args)
		c.fn = -1
	}
	if c.fn < 0 || m.tooDeep(p, c.fn) {
		if !c.idle {
			m.unknownCall(st, p, d.args)
			m.fence(r, i)
		}
		return
	}
	f := m.push(st, p, c, d.in.Pos, d.in.Name)
	f.isDefer = true
}

// ret returns from the top frame.
func (m *machine) ret(r *run, i int, rets []value) ([]*run, bool) {
	p := r.st.procs[i]
	if len(p.held) > 0 {
		m.keeps(r, i, rets)
	}
	gone := p.pop()
	m.ended(r, i, gone)
	if m.weak+r.weak < tooWeak {
		m.follows(gone.fn)
	}
	if len(p.frames) == 0 {
		m.finish(r, i, rets)
		return []*run{r}, true
	}
	if gone.isDefer {
		return nil, false
	}
	r.st.failing(rets)
	f := p.top()
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	classes := results(in)
	if in.Op == model.Call {
		classes = m.prog.Funcs[gone.fn].Results
	}
	for n := range in.Dst {
		var v value
		if n < len(rets) {
			v = rets[n]
		}
		if v.k == vRef && r.st.objs[v.a].kind == oChan && m.own(f.fn) && m.prog.IsForeign(gone.fn) {
			r.st.mut(v.a).flags |= fHanded
		}
		if v.k == vNone && n < len(classes) { // the function was not known to be called from here
			c := model.Class(classes[n])
			v = r.st.unknown(c, m.doubtOf(c), siteOf(f))
		}
		set(f, in, n, v)
	}
	f.pc++
	return nil, false
}

// failing takes an error that is returned with nothing else than nil for one that is
// not nil itself: functions that have neither a result nor an error to give are rare.
func (st *state) failing(rets []value) {
	if len(rets) < 2 {
		return
	}
	err := st.norm(rets[len(rets)-1])
	if err.k != vSym || st.syms[err.a].class != model.Error {
		return
	}
	nils := false
	for _, v := range rets[:len(rets)-1] {
		switch v = st.norm(v); v.k {
		case vNil:
			nils = true
		case vFunc:
			return
		case vRef:
			if k := st.objs[v.a].kind; k != oList && k != oMap {
				return
			}
		}
	}
	if nils {
		st.sym(err.a).nonnil = true
	}
}

// follows notes that what a function does is followed, see Graph.Followed.
func (m *machine) follows(fn int32) {
	if n := int(fn) + 1 - len(m.followed); n > 0 {
		m.followed = append(m.followed, make([]bool, n)...)
	}
	m.followed[fn] = true
}

// ended notes that process i is through with its first function, last. What
// package testing does after a test is not the program's.
func (m *machine) ended(r *run, i int, last *frame) {
	p := r.st.procs[i]
	fn := m.prog.Funcs[last.fn]
	test := p.root && fn.Flags&model.TestFunc != 0
	if len(p.frames) > 1 || len(p.frames) == 1 && !test || len(p.frames) == 0 && p.root && inLibrary(fn) {
		return
	}
	kind := EvEnd
	if p.root {
		kind = EvReturn
	}
	at := Site{Fn: last.fn, PC: last.pc, Pos: fn.Code[last.pc].Pos}
	r.note(Event{Kind: kind, Proc: p.serial, Site: at, Aux: int64(last.unwind)})
}

// finish ends process i.
func (m *machine) finish(r *run, i int, rets []value) {
	st := r.st
	p := st.procs[i]
	if p.root && m.isMain {
		r.end = mainReturned
		return
	}
	if p.root {
		m.releaseRoot(st, p, rets)
	}
	st.removeProc(i)
}

// releaseRoot hands what the root function owned back to its unknown caller.
func (m *machine) releaseRoot(st *state, p *process, rets []value) {
	for _, v := range rets {
		st.escape(v)
	}
	for i := range st.objs {
		o := st.objs[i]
		if o.flags&fEnv == 0 {
			continue
		}
		for _, c := range o.cells {
			if c.v.k == vMutex && (c.v.a == p.serial || c.v.n > 0) && !m.left(st, p, ref(int32(i), c.off)) {
				st.mut(int32(i)).set(c.off, value{k: vMutex, a: -1})
			}
		}
	}
	st.clobber()
}

// unwind takes a step of a panic or Goexit. It reports whether the process
// ended.
func (m *machine) unwind(r *run, i int) bool {
	p := r.st.procs[i]
	f := p.top()
	if n := len(f.defers); n > 0 {
		d := f.defers[n-1]
		f.defers = f.defers[:n-1]
		m.runDeferred(r, i, d)
		return false
	}
	if f.recovered {
		fn := m.prog.Funcs[f.fn]
		f.unwind, f.recovered = running, false
		m.abandons(r, i)
		if fn.Recover >= 0 {
			f.pc = int32(fn.Recover)
			return false
		}
		_, done := m.ret(r, i, nil)
		return done
	}
	kind := f.unwind
	gone := p.pop()
	if len(p.frames) == 0 && kind == unwindPanic {
		r.end = crashed
		return true
	}
	m.ended(r, i, gone)
	if len(p.frames) > 0 {
		p.top().unwind, p.top().recovered = kind, false
		return false
	}
	if kind == unwindExit && p.root && m.isMain {
		r.st.removeProc(i) // the program goes on without it
		return true
	}
	m.finish(r, i, nil)
	return true
}
