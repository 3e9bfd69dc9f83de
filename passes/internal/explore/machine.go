package explore

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// Limits of one macro step and of the shape of a state.
const (
	maxFrames   = 48    // depth of a stack
	maxRecurse  = 3     // activations of one function on a stack
	maxProcs    = 12    // processes alive
	crowd       = 3     // processes beyond which one that starts more gives up its turn
	maxVariants = 96    // outcomes of one macro step
	variants    = 24    // outcomes beyond which it ends before further decisions
	loopRounds  = 2     // rounds of a loop whose exit is unknown
	busyRounds  = 12    // rounds of a loop before others get a turn
	maxObjects  = 400   // objects of a state
	maxLocal    = 5_000 // instructions of one process between two nodes
)

// terminal says how a run ended.
type terminal uint8

const (
	alive terminal = iota
	crashed
	exited       // os.Exit and the like
	mainReturned // the root returned and the program with it
)

// run is a state under way from one node to the next.
type run struct {
	st     *state
	before *eventLog
	events []Event // after those
	went   uint64  // hash of those events that two runs must share to be the same
	weak   int32   // weak decisions taken since the last node
	worst  uint8
	cut    bool // something that could happen was left out
	drop   bool // this run does not exist
	end    terminal
	races  []candidate
	grant  int32      // serial of the process that may execute its operation, 0: none
	choice *choice    // how it is executed
	passed []*meeting // those at which it was the first of its kind
	split  bool       // a decision was taken since it was compared with others
	meets  bool       // it stands where ways meet: it is to be compared
}

func (r *run) fork() *run {
	r.split = true
	r.before, r.events = r.log(), nil
	n := *r
	n.st = r.st.clone()
	return &n
}

func (r *run) decide(kind uint8, e Event) {
	e.Kind, e.Aux = EvChoice, int64(kind)
	r.note(e)
	if kind >= Weak {
		r.weak++
	}
	r.worst = max(r.worst, kind)
}

// machine executes instructions.
type machine struct {
	prog    *link.Program
	mutable Cells
	read    Cells
	learnt  bool // mutable grew
	steps   int
	limit   int  // of steps
	work    int  // Work instructions executed
	ownWork bool // ... while a function of the package was on the stack, or a wait group that it made was changed
	open    int  // outcomes of the current macro step, so far
	isMain  bool
	init    bool // the package is being initialised
	blank   bool // ... and how that ends is not known, nor what variables hold then
	test    bool // the root is code of a test
	full    bool // see Options.Full
	races   bool // the program has accesses to look for races between
	// newFirst lets new processes run before those that start them, and fenced tells
	// whether that can make a difference in the current macro step.
	newFirst, fenced bool
	depth            int      // see Options.Depth
	ownOnly          bool     // see Options.Own
	prelude          *prelude // see Options.From; nil if there is none

	weak      int32 // weak decisions on the way to the node that is expanded
	acquired  []Acquisition
	followed  []bool // see Graph.Followed
	large     bool   // see Graph.Large
	crowded   bool   // see Graph.Crowded
	deepest   int    // see Graph.Deepest
	foreign   bool   // see Graph.Foreign
	canon     canon
	values    []value     // see operands
	decisions int32       // numbers given so far
	refuted   bool        // a run of the macro step contradicts what was assumed
	step      int         // number of the current macro step
	met       map[key]int // states in which ways met, and in which step
}

// cellKey names a cell by where its object is allocated.
type cellKey struct {
	site int64
	off  int64
}

// settle runs every process that has something to do up to its next operation.
// It returns all outcomes, and whether some were cut off.
func (m *machine) settle(start *run) (out []*run, cut bool) {
	work := []*run{start}
	met := meetings{}
	m.step++
	for turn := 0; len(work) > 0; turn++ {
		// The last run first, which keeps the list short; once that is long, every
		// other time the oldest one, so that a short way to something is not lost
		// behind many long ones.
		r := work[len(work)-1]
		if len(work)+len(out) > maxVariants/4 && turn%2 == 0 {
			r, work = work[0], work[1:]
		} else {
			work = work[:len(work)-1]
		}
		if r.meets {
			if r.split, r.meets = false, false; m.repeats(r, met) {
				continue
			}
		}
		i := -1
		if r.end == alive && !r.drop {
			for j, p := range r.st.procs {
				if p.run && (i < 0 || m.newFirst) {
					i = j
				}
			}
		}
		if i < 0 {
			cut = cut || r.cut
			if !r.drop {
				out = append(out, r)
			}
			continue
		}
		if len(work)+len(out) > maxVariants {
			cut = true
			continue
		}
		m.open = len(work) + len(out)
		work = append(work, m.advance(r, i)...)
	}
	for _, r := range out {
		r.settleDoubts()
		m.escapeCalled(r.st)
	}
	return out, cut
}

// advance runs process i until it stands before an operation, ends, or a
// decision splits the run; it returns the runs to go on with.
func (m *machine) advance(r *run, i int) []*run {
	p := r.st.proc(i)
	depth := len(p.frames)
	for n := 0; ; n++ {
		if n > maxLocal || m.steps > m.limit {
			r.cut, r.drop = true, true
			return []*run{r}
		}
		m.steps++
		f := p.top()
		if f.unwind != running {
			if m.unwind(r, i) {
				return []*run{r}
			}
			if r.end != alive {
				return []*run{r}
			}
			continue
		}
		in := &m.prog.Funcs[f.fn].Code[f.pc]
		if r.grant != p.serial && m.pauses(r, p, in) {
			p.run = false
			return []*run{r}
		}
		if m.open > variants && r.grant != p.serial && decides(in.Op) && !f.forked {
			// Ways that differ in nothing any more go on as one.
			p.yield, p.crowd, p.run = true, true, false
			return []*run{r}
		}
		if in.Op >= model.Send {
			switch m.visible(r, i, in) {
			case park:
				p.run = false
				return []*run{r}
			case inline:
			}
		}
		if !chosen(in.Op) {
			r.choice = nil
		}
		out, done := m.exec(r, i, in)
		if in.Op >= model.Send || in.Op == model.Work || in.Op == model.Sleep {
			r.grant = 0
		}
		if done {
			return out
		}
		if len(p.frames) == 0 {
			return []*run{r}
		}
		if f := p.top(); r.split && (len(p.frames) < depth || m.prog.Funcs[f.fn].Joins[f.pc]) && f.unwind == running && !m.full {
			r.meets = true
			return []*run{r}
		}
		depth = len(p.frames)
	}
}

// decides reports whether an instruction can split a run.
func decides(op model.Op) bool {
	switch op {
	case model.Bin, model.Br, model.Not, model.Choose, model.Assert, model.MapGet:
		return true
	}
	return false
}

// chosen reports whether there can be several ways to execute an operation.
func chosen(op model.Op) bool {
	return op >= model.Send && op != model.Swap && op != model.Cas && op != model.AtomicAdd
}

// pauses reports whether a process gives others a turn before an instruction
// that they cannot observe: main may return before a goroutine works, and all
// may go on while a process sleeps.
func (m *machine) pauses(r *run, p *process, in *model.Instr) bool {
	switch in.Op {
	case model.Work:
		return m.isMain && !p.root && !m.init
	case model.Sleep:
		return len(r.st.procs) > 1 && !m.atOnce(r.st, p, in)
	}
	return false
}

// atOnce reports whether a sleep is over as soon as it begins.
func (m *machine) atOnce(st *state, p *process, in *model.Instr) bool {
	return m.duration(st, p, in) <= 0
}

// longSleep is how long, in nanoseconds, somebody sleeps who lets others come to where
// they wait.
const longSleep = 1_000_000

// duration returns how long, in nanoseconds, a process sleeps: 1 if that is not known.
func (m *machine) duration(st *state, p *process, in *model.Instr) int64 {
	if len(in.Args) > 0 {
		if d := m.eval(st, p.top(), in.Args[0]); d.k == vInt {
			return d.n
		}
	}
	return 1
}

// asleep reports whether process i sleeps while others can move.
func (m *machine) asleep(st *state, i int) bool {
	p := st.procs[i]
	return m.sleeps(st, p) && !(p.root && m.isMain) && m.othersMove(st, i, false)
}

// othersMove reports whether one of the processes but i can move, and, unless
// sleepers count, does not sleep.
func (m *machine) othersMove(st *state, i int, sleepers bool) bool {
	for j, q := range st.procs {
		if j != i && (!q.yield || q.crowd) && (sleepers || !m.sleeps(st, q)) && len(m.choices(st, j)) > 0 {
			return true
		}
	}
	return false
}

// waitsForTime reports whether all that process i can do is to wait for timers.
func (m *machine) waitsForTime(st *state, i int) bool {
	return !slices.ContainsFunc(m.choices(st, i), func(c choice) bool { return !c.timed() })
}

// sleeps reports whether process p stands at a sleep, or in a test, which gives others the
// time that they need, at a timer, or a select that only a timer is expected to end.
func (m *machine) sleeps(st *state, p *process) bool {
	if p.yield {
		return false
	}
	f := p.top()
	switch in := &m.prog.Funcs[f.fn].Code[f.pc]; in.Op {
	case model.Sleep:
		return true
	case model.Recv:
		if !m.test {
			return false
		}
		return m.isArmed(st, f, in.Args[0])
	case model.Select:
		if !m.test || in.Imm == 0 {
			return false
		}
		timed := func(c model.Case) bool { return !c.Send && m.isArmed(st, f, c.Ch) }
		if !slices.ContainsFunc(in.Cases, timed) {
			return false
		}
		for k, c := range in.Cases {
			if timed(c) {
				continue
			}
			if arm := m.prog.Funcs[f.fn].Arm(f.pc, k); arm < 0 || !m.prog.GivesUp(f.fn, arm) {
				return false
			}
		}
		return true
	}
	return false
}

// isArmed reports whether an operand is the channel of a timer that will go off.
func (m *machine) isArmed(st *state, f *frame, o model.Operand) bool {
	ch := m.eval(st, f, o)
	return ch.k == vRef && st.objs[ch.a].timer == model.OneShot && st.objs[ch.a].armed
}

// site returns the place to which the instruction that process p stands at is
// attributed: library code is attributed to its caller.
func (m *machine) site(p *process) Site {
	for i := len(p.frames) - 1; i >= 0; i-- {
		f := p.frames[i]
		fn := m.prog.Funcs[f.fn]
		if fn.Flags&model.Transparent == 0 {
			in := &fn.Code[f.pc]
			s := Site{Fn: f.fn, PC: f.pc, Pos: in.Pos, Name: in.Name}
			if i+1 < len(p.frames) && p.frames[i+1].isDefer {
				s.Pos, s.Name = p.frames[i+1].at, p.frames[i+1].name
			}
			return s
		}
		if i == 0 {
			s := Site{Fn: f.fn, PC: f.pc, Pos: p.spawned, Name: f.name}
			if m.prog.IsForeign(f.fn) && !m.onFirst(p) {
				s.Name = ""
			}
			return s
		}
	}
	return Site{}
}

// onFirst reports whether a process stands at an operation on the first argument of the
// function that it was started with, for which it has a name.
func (m *machine) onFirst(p *process) bool {
	return !slices.ContainsFunc(p.frames, func(f *frame) bool {
		in := &m.prog.Funcs[f.fn].Code[f.pc]
		return len(in.Args) == 0 || in.Args[0] != model.S(0)
	})
}

// libraryCall returns the name of the library function that the program called
// and that process p is in, "" if there is none.
func (m *machine) libraryCall(p *process) string {
	for i := len(p.frames) - 1; i >= 0; i-- {
		if m.prog.Funcs[p.frames[i].fn].Flags&model.Transparent == 0 {
			if i+1 < len(p.frames) {
				return m.prog.Funcs[p.frames[i+1].fn].Name
			}
			break
		}
	}
	return ""
}

// entry returns the place in the first function of process p, library code
// aside.
func (m *machine) entry(p *process) Site {
	for i := range p.frames {
		f := p.frames[i]
		if fn := m.prog.Funcs[f.fn]; fn.Flags&model.Transparent == 0 {
			q := *p
			for i+1 < len(p.frames) && m.prog.Funcs[p.frames[i+1].fn].Flags&model.Transparent != 0 {
				i++
			}
			q.frames = p.frames[:min(i+2, len(p.frames))]
			if len(q.frames) > 1 && !q.top().isDefer && m.prog.Funcs[q.top().fn].Flags&model.Transparent == 0 {
				q.frames = q.frames[:len(q.frames)-1]
			}
			if s := m.site(&q); s.Fn == f.fn {
				return s
			}
			in := &fn.Code[f.pc]
			return Site{Fn: f.fn, PC: f.pc, Pos: in.Pos, Name: in.Name}
		}
	}
	return m.site(p)
}

func (m *machine) event(r *run, i int, e Event) {
	p := r.st.procs[i]
	e.Proc = p.serial
	if e.Site.Pos == 0 && len(p.frames) > 0 {
		e.Site = m.site(p)
	}
	r.note(e)
	r.st.order(e)
}

// eval returns the value of an operand.
func (m *machine) eval(st *state, f *frame, o model.Operand) value {
	switch o.Kind {
	case model.KSlot:
		return st.norm(*f.slot(model.Slot(o.N)))
	case model.KInt:
		return vint(o.N)
	case model.KBool:
		return vbool(o.N != 0)
	case model.KString:
		return value{k: vStr, n: o.N}
	case model.KNil:
		return vnil
	case model.KNonNil:
		return value{k: vTok, n: o.N}
	case model.KFunc:
		if o.N < 0 {
			return value{k: vTok}
		}
		return value{k: vFunc, a: int32(o.N), n: -1}
	case model.KGlobal:
		return m.global(st, o.N)
	}
	return value{}
}

// global returns the address of a package variable.
func (m *machine) global(st *state, n int64) value {
	at, ok := slices.BinarySearchFunc(st.globals, n, func(g global, n int64) int { return cmp.Compare(int64(g.n), n) })
	if !ok {
		g := m.prog.Globals[n]
		if g.Private && (!m.isMain || m.blank) {
			g = model.Global{Name: g.Name} // main may have done anything to it
		}
		o := object{kind: oCells, site: -1 - n, parent: -1, flags: fShared | fLent}
		switch {
		case g.Constant && g.Zero:
			o.flags |= fConst
		case g.Constant:
			o.flags |= fInit | fConst
		case !g.Zero:
			o.flags |= fInit | fStale
		}
		if !g.Private {
			o.flags |= fEnv
		}
		if g.Foreign {
			o.flags |= fForeign
		}
		st.globals = slices.Insert(slices.Clip(st.globals), at, global{int32(n), st.alloc(o)})
	}
	return ref(st.globals[at].obj, 0)
}

func set(f *frame, in *model.Instr, i int, v value) {
	if i < len(in.Dst) && in.Dst[i] >= 0 {
		*f.slot(in.Dst[i]) = v
	}
}

// An expectation tells how a decision turns out if all goes well: a test passes, a program
// goes on.
type expectation uint8

// The expectations, a bit for each outcome.
const (
	expectFalse expectation = 1 << iota
	expectTrue
	expectNothing expectation = 0
	expectBoth                = expectFalse | expectTrue
)

func expect(truth bool) expectation {
	if truth {
		return expectTrue
	}
	return expectFalse
}

// forkOn splits a run by the outcomes of a decision. then is called on each with its
// truth value.
func (m *machine) forkOn(r *run, i int, expected expectation, out []outcome, then func(*run, bool)) []*run {
	runs := make([]*run, 0, len(out))
	for j := range out {
		n := r
		if j+1 < len(out) {
			n = r.fork()
		}
		runs = append(runs, n)
	}
	decision := m.decision(out)
	for j, o := range out {
		n := runs[j]
		if o.apply != nil {
			o.apply(n.st)
		}
		if len(out) > 1 {
			weak := o.weak
			if m.test {
				weak = max(weak, Weak) // a test has the data that it needs to pass
			}
			if expected&expect(o.truth) != 0 {
				weak = Neutral
			}
			p := n.st.procs[i]
			if m.inPrelude(p) {
				weak = Neutral
			}
			n.decide(weak, Event{Proc: p.serial, Site: m.site(p), Off: int32(b2i(o.truth)), Peer: decision, Inner: m.prog.IsForeign(p.top().fn)})
		}
		n.st.proc(i)
		then(n, o.truth)
	}
	return runs
}

// goingOn returns what is expected at a branch: not the way on which all is over.
func (m *machine) goingOn(f *frame, br *model.Instr) expectation {
	then, other := m.prog.GivesUp(f.fn, br.To[0]), m.prog.GivesUp(f.fn, br.To[1])
	if then == other {
		return expectNothing
	}
	return expect(other)
}

// succeeding returns what is expected of a comparison by function fn: that what a test calls
// works, unless it says otherwise. What happens inside of other packages it need not know.
func (m *machine) succeeding(fn int32, in *model.Instr) expectation {
	ofError := in.Sym == "error" || inLibrary(m.prog.Funcs[fn]) && in.Args[1].Kind == model.KNil
	if !m.test || !ofError || m.prog.IsForeign(fn) {
		return expectNothing
	}
	return expect(model.BinOp(in.Imm) == model.Eq)
}

// decision returns a number for a decision, 0 if there is nothing to decide.
func (m *machine) decision(out []outcome) int32 {
	if len(out) < 2 {
		return 0
	}
	m.decisions++
	return m.decisions
}

// result returns a result of a method of recv that does nothing which matters, or
// of unknown code.
func (m *machine) result(st *state, f *frame, recv value, name string, c model.Class) value {
	o, ok := m.prog.FixedResult(recv.t, name)
	if ok && o.Kind != model.KNonNil {
		return m.eval(st, f, o)
	}
	v := st.unknown(c, m.doubtOf(c), siteOf(f))
	if ok && v.k == vSym {
		st.sym(v.a).nonnil = true
	}
	return v
}

// doubtOf returns the kind of the decisions on what unknown code returns. A test
// gives its calls what they need to succeed, and its texts are written down in it.
func (m *machine) doubtOf(c model.Class) uint8 {
	if m.test && (c == model.Error || c == model.String) {
		return Weak
	}
	return Neutral
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func siteOf(f *frame) int64 { return int64(f.fn)<<32 | int64(f.pc) }

// exec executes an instruction of process i. It returns done if the run was
// split or the process has nothing to do, with the runs to go on with.
func (m *machine) exec(r *run, i int, in *model.Instr) (out []*run, done bool) {
	st := r.st
	p := st.procs[i]
	f := p.top()
	arg := func(n int) value { return m.eval(st, f, in.Args[n]) }
	switch in.Op {
	case model.Nop:
	case model.Mov:
		v := arg(0)
		if m.inPrelude(p) && m.prelude.isMerged(in) {
			v = m.onOtherWays(st, v)
		}
		set(f, in, 0, v)
	case model.Opaque, model.Param:
		if len(in.Args) > 0 {
			set(f, in, 0, m.result(st, f, arg(0), in.Sym, model.Class(in.Imm)))
			break
		}
		weak := m.doubtOf(model.Class(in.Imm))
		if in.Sym == "weak" {
			weak = Weak
		}
		v := st.unknown(model.Class(in.Imm), weak, siteOf(f))
		switch in.Sym {
		case "pos":
			s := st.sym(v.a)
			s.lo, s.weak = 1, Weak
		case "nat":
			st.sym(v.a).lo = 0
		case "set":
			if v.k == vRef {
				st.objs[v.a].flags &^= fMaybeNil
			}
		}
		set(f, in, 0, v)
	case model.Bin:
		return m.binary(r, i, in)
	case model.Not:
		v := arg(0)
		switch v.k {
		case vBool:
			set(f, in, 0, vbool(v.n == 0))
		case vSym:
			f.pc++
			d := 0
			return m.truth(r, i, expectNothing, v, func(n *run, b bool) { set(n.st.procs[i].top(), in, d, vbool(!b)) }), true
		default:
			set(f, in, 0, st.newSym(model.Bool, Neutral))
		}
	case model.New:
		o := object{kind: oCells, site: siteOf(f), parent: -1}
		if in.Sym == "sealed" {
			o.flags = fSealed
		}
		set(f, in, 0, ref(st.alloc(o), 0))
	case model.MakeChan:
		v := ref(st.alloc(object{kind: oChan, made: true, site: siteOf(f), parent: -1, cap: m.capacity(st, arg(0))}), 0)
		set(f, in, 0, v)
		e := Event{Kind: EvOp, Op: in.Op, Obj: st.objs[v.a].serial, Aux: -1}
		if c := st.objs[v.a].cap; c.k == vInt {
			e.Aux = c.n
		}
		m.event(r, i, e)
	case model.MakeList:
		n := arg(0)
		if n.k != vInt && n.k != vSym {
			n = st.unknownLen()
		}
		set(f, in, 0, ref(st.alloc(object{kind: oList, site: siteOf(f), parent: -1, len: n}), 0))
	case model.MakeMap:
		set(f, in, 0, ref(st.alloc(object{kind: oMap, site: siteOf(f), parent: -1, len: vint(0)}), 0))
	case model.FieldAt:
		a := arg(0)
		switch a.k {
		case vRef:
			a.n += in.Imm
			a.t = 0
		case vNil:
			r.end = crashed
			return []*run{r}, true
		default:
			a = ref(st.alloc(object{kind: oCells, flags: fEnv | fInit | fAnyone, site: siteOf(f), parent: -1}), in.Imm)
			if in.Args[0].Kind == model.KSlot { // the next time it is the same
				*f.slot(model.Slot(in.Args[0].N)) = ref(a.a, 0)
			}
		}
		set(f, in, 0, a)
	case model.IndexAt:
		a, n := arg(0), arg(1)
		switch {
		case a.k == vNil:
			r.end = crashed
			return []*run{r}, true
		case a.k == vRef && n.k == vInt:
			o := st.objs[a.a]
			if l := st.norm(o.len); o.kind == oList && l.k == vInt && (n.n < 0 || n.n >= l.n) {
				r.end = crashed
				return []*run{r}, true
			}
			a.n += n.n * in.Imm
			set(f, in, 0, a)
		case a.k == vRef && n.k == vSym && st.objs[a.a].flags&fInit != 0 && st.objs[a.a].kind != oMap:
			set(f, in, 0, st.element(a, n))
		default:
			st.escape(a) // any element can be meant from here on
			set(f, in, 0, value{})
		}
	case model.Load:
		a := arg(0)
		if a.k == vNil {
			r.end = crashed
			return []*run{r}, true
		}
		if m.touches(r, i, a, false) {
			return []*run{r}, true
		}
		m.atomically(r, i, a, true, false)
		st.used(a)
		v := st.load(a, model.Class(in.Imm))
		unknown := v.k == vNone && model.Class(in.Imm) != model.None
		if in.Sym == "pos" && v == vint(0) { // nobody has set it yet, but somebody does
			unknown = true
		}
		if unknown && a.k == vRef {
			// What was stored is not known, but it is the same the next time.
			v = st.unknown(model.Class(in.Imm), m.doubtOf(model.Class(in.Imm)), siteOf(f))
			o := st.mut(a.a)
			o.put(cell{off: a.n, v: v, own: o.written(a.n)})
		}
		set(f, in, 0, v)
		if in.Sym != "" && a.k == vRef {
			st.mut(a.a).fix(a.n)
			if v := st.norm(*f.slot(in.Dst[0])); v.k == vSym {
				switch in.Sym {
				case "pos":
					st.restrict(v.a, -1, 1-v.n, maxInt)
				case "set":
					st.sym(v.a).nonnil = true
				}
			}
		}
	case model.Store:
		a := arg(0)
		if a.k == vNil {
			r.end = crashed
			return []*run{r}, true
		}
		if m.touches(r, i, a, true) {
			return []*run{r}, true
		}
		m.atomically(r, i, a, false, true)
		st.used(a)
		st.store(a, arg(1))
	case model.Clone:
		if a := arg(0); a.k == vRef && st.objs[a.a].kind == oMap && m.touches(r, i, ref(a.a, -1), false) {
			return []*run{r}, true
		}
		set(f, in, 0, st.cloneCells(arg(0), in.Imm, siteOf(f)))
	case model.Copy:
		src := arg(1)
		if in.Args[1].Kind == model.KNone {
			src = st.unknown(model.Struct, Weak, siteOf(f))
			st.mut(src.a).flags |= fBuilt
		}
		st.copyCells(arg(0), src, in.Imm)
	case model.Closure:
		if in.Fn < 0 {
			for n := range in.Args {
				st.escape(arg(n))
			}
			set(f, in, 0, value{k: vTok})
			break
		}
		v := value{k: vFunc, a: in.Fn, n: -1}
		if len(in.Args) > 0 {
			o := object{kind: oClosure, site: siteOf(f), parent: -1}
			if in.BindsUnlock() || m.prog.Releases(in.Fn, "") {
				o.flags = fUnlock
			}
			for n := range in.Args {
				o.cells = append(o.cells, cell{off: int64(n), v: arg(n), own: true})
			}
			v.n = int64(st.alloc(o))
		}
		set(f, in, 0, v)
	case model.MakeIface:
		a := arg(0)
		if a.k == vNil || a.k == vNone || a.k == vSym {
			a = value{k: vTok, n: siteOf(f)}
		}
		if in.Fn >= 0 || a.t == 0 { // a type parameter may stand for an interface
			a.t = int16(in.Fn)
		}
		set(f, in, 0, a)
	case model.Assert:
		return m.assert(r, i, in)
	case model.Len, model.Cap:
		set(f, in, 0, m.length(st, arg(0), in.Op))
	case model.Append:
		set(f, in, 0, st.appendList(arg(0), arg(1), max(in.Imm, 1), siteOf(f)))
	case model.Slice:
		bound := func(n int) value {
			v := arg(n)
			if v.k == vNone && in.Args[n].Kind == model.KSlot {
				v = st.newSym(model.Int, Weak) // there is one, which is not known
			}
			return v
		}
		set(f, in, 0, st.slice(arg(0), bound(1), bound(2), max(in.Imm, 1), siteOf(f)))
	case model.MapGet:
		return m.mapGet(r, i, in)
	case model.MapPut:
		if a := arg(0); a.k == vRef && m.touches(r, i, ref(a.a, -1), true) {
			return []*run{r}, true
		}
		st.mapPut(arg(0), arg(1), arg(2))
	case model.MapDel:
		if a := arg(0); a.k == vRef && m.touches(r, i, ref(a.a, -1), true) {
			return []*run{r}, true
		}
		if a := arg(0); a.k == vRef && st.objs[a.a].kind == oMap && st.findKey(st.objs[a.a], arg(1)) == -2 {
			m.doubt(r, i, a)
		}
		st.mapDelete(arg(0), arg(1))
	case model.MapKey, model.MapVal:
		set(f, in, 0, m.mapEntry(st, arg(0), arg(1), in))
	case model.Jmp:
		if in.Imm&model.BackEdge != 0 {
			p.rounds++
			if p.rounds > busyRounds {
				f.pc = int32(in.To[0])
				p.yield, p.run = true, false
				return []*run{r}, true
			}
		}
		f.pc = int32(in.To[0])
		return nil, false
	case model.Br:
		return m.branch(r, i, in)
	case model.Choose:
		runs := []*run{}
		for j, t := range in.To {
			n := r
			if j+1 < len(in.To) {
				n = r.fork()
			}
			n.st.proc(i).top().pc = int32(t)
			runs = append(runs, n)
		}
		return runs, true
	case model.Ret:
		return m.ret(r, i, m.operands(st, f, in))
	case model.Call, model.CallDyn, model.Invoke, model.Unknown:
		return m.call(r, i, in)
	case model.RunDefers:
		if len(f.defers) == 0 {
			break
		}
		d := f.defers[len(f.defers)-1]
		f.defers = f.defers[:len(f.defers)-1]
		m.runDeferred(r, i, d)
		return nil, false
	case model.Recover:
		v := vnil
		if n := len(p.frames); f.isDefer && n >= 2 && p.frames[n-2].unwind == unwindPanic && !p.frames[n-2].recovered {
			p.ownFrames(n - 2)
			p.frames[n-2].recovered = true
			v = value{k: vTok, n: 7}
		}
		set(f, in, 0, v)
	case model.Panic:
		p.panicAt = m.site(p)
		f.unwind = unwindPanic
		return nil, false
	case model.Goexit:
		f.unwind = unwindExit
		return nil, false
	case model.Exit:
		r.end = exited
		return []*run{r}, true
	case model.Work:
		m.works(p)
	case model.Sleep:
		m.event(r, i, Event{Kind: EvOp, Op: in.Op})
		if m.duration(st, p, in) >= longSleep {
			m.park(st, i)
		}
	case model.Fail, model.Service:
		m.event(r, i, Event{Kind: EvOp, Op: in.Op})
	case model.Access:
		m.access(r, i, arg(0), in.Imm, false)
	case model.Fence:
		m.fence(r, i)
	case model.Escape:
		if v := arg(0); in.Sym == "" || !m.prog.IsIdle(v.t, in.Sym) {
			st.escape(v)
			if in.Sym == "Unlock" {
				st.anyone(v)
			}
		}
	case model.Assume:
		f.pc++
		runs := m.truth(r, i, expectNothing, arg(0), func(n *run, b bool) {
			n.drop, m.refuted = n.drop || !b, m.refuted || !b
		})
		return runs, true
	case model.Yield:
		f.pc++
		p.yield, p.run = true, false
		return []*run{r}, true
	default:
		return m.operate(r, i, in)
	}
	f.pc++
	return nil, false
}

// park notes that, while process i slept, the others have come to where they wait.
func (m *machine) park(st *state, i int) {
	for j, q := range st.procs {
		if j != i && !q.run && !q.yield && len(q.frames) > 0 && canPark(m.prog.Funcs[q.top().fn].Code[q.top().pc].Op) && len(m.choices(st, j)) == 0 {
			st.proc(j).parked = true
		}
	}
}

func canPark(op model.Op) bool { return op == model.Send || op == model.Recv || op == model.Select }

// works notes that a process does Work.
func (m *machine) works(p *process) {
	m.work++
	m.ownWork = m.ownWork || slices.ContainsFunc(p.frames, func(f *frame) bool { return m.own(f.fn) })
}

// own reports whether a function is one of the package that is explored.
func (m *machine) own(fn int32) bool {
	return fn >= 0 && int(fn) < len(m.prog.Funcs) && m.prog.Funcs[fn].Flags&(model.Transparent|model.Foreign) == 0
}

// madeHere reports whether an object was made by a function of the package.
func (m *machine) madeHere(o *object) bool { return m.own(int32(o.site >> 32)) }

// touches reports whether an access to a cell must wait for the process's turn,
// and parks the process then.
func (m *machine) touches(r *run, i int, addr value, write bool) bool {
	if addr.k != vRef {
		return false
	}
	p := r.st.procs[i]
	granted := r.grant == p.serial
	if granted {
		r.grant, r.choice = 0, nil // the turn was for this access, whatever it still needs
	}
	o := r.st.objs[addr.a]
	key := cellKey{o.site, addr.n}
	shared := o.flags&fShared != 0 && len(r.st.procs) > 1
	if shared && !write {
		m.read[key] = true
	}
	if write && !m.mutable[key] && (shared || m.read[key] && o.flags&fLent != 0) {
		m.mutable[key] = true
		m.learnt = true
	}
	if !shared || !m.mutable[key] && !m.full || granted {
		return false
	}
	p.run = false
	return true
}

func (m *machine) binary(r *run, i int, in *model.Instr) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	a, b := m.eval(st, f, in.Args[0]), m.eval(st, f, in.Args[1])
	op := model.BinOp(in.Imm)
	if op <= model.Rem {
		set(f, in, 0, m.arith(st, op, a, b))
		f.pc++
		return nil, false
	}
	out := st.compare(op, a, b)
	if op == model.Is && in.Sym == "own" && len(out) > 1 {
		out[0].weak = max(out[0].weak, Weak)
	}
	if op == model.Lt && a == vint(0) && len(out) > 1 && m.counts(st, f, in, b) {
		// That there is nothing to do at all, who calls may have excluded.
		for j := range out {
			if !out[j].truth {
				out[j].weak = max(out[j].weak, Weak)
			}
		}
	}
	f.pc++
	if len(out) == 1 {
		set(f, in, 0, vbool(out[0].truth))
		return nil, false
	}
	expected := expectNothing
	if br := &m.prog.Funcs[f.fn].Code[f.pc]; br.Op == model.Br && br.Args[0] == model.S(in.Dst[0]) {
		if expected = m.goingOn(f, br); br.LeavesLoop() && inLibrary(m.prog.Funcs[f.fn]) {
			expected = expectBoth // that of a reader, which has an end
		}
	}
	if expected == expectNothing {
		expected = m.succeeding(f.fn, in)
	}
	return m.forkOn(r, i, expected, out, func(n *run, truth bool) {
		g := n.st.procs[i].top()
		g.forked = true
		for j, v := range [...]value{a, b} {
			if o, other := in.Args[j], [...]value{b, a}[j]; v.k == vNone && other.k == vNil && o.Kind == model.KSlot {
				s := g.slot(model.Slot(o.N))
				*s = value{k: vTok} // the next time it is the same
				if truth == (op == model.Eq) {
					*s = vnil
				}
			}
		}
		set(g, in, 0, vbool(truth))
	}), true
}

// counts reports whether the comparison of 0 with b tells whether there is anything to
// do: it is that of a loop, as before a range over a number, or of a counter with a number
// that was given or found.
func (m *machine) counts(st *state, f *frame, in *model.Instr, b value) bool {
	next := &m.prog.Funcs[f.fn].Code[f.pc+1]
	return next.LeavesLoop() ||
		in.Args[0].Kind != model.KSlot || b.k == vSym && st.syms[b.a].stable
}

func (m *machine) arith(st *state, op model.BinOp, a, b value) value {
	if a.k == vInt && b.k == vInt {
		switch op {
		case model.Add:
			return vint(a.n + b.n)
		case model.Sub:
			return vint(a.n - b.n)
		case model.Mul:
			return vint(a.n * b.n)
		}
		if b.n == 0 {
			return st.newSym(model.Int, Weak) // it panics, but that is not our affair
		}
		return vint(a.n % b.n)
	}
	if op == model.Rem && b.k == vInt && b.n > 0 && a.k == vSym && isNumber(st, a) {
		for i := range st.syms {
			if s := st.syms[i]; s.mod == b.n && s.of == a {
				return st.norm(value{k: vSym, a: int32(i)})
			}
		}
		s := st.syms[a.a]
		v := st.newSym(model.Int, s.weak)
		rest := st.sym(v.a)
		rest.of, rest.mod, rest.stable = a, b.n, s.stable
		st.restrict(v.a, -1, 1-b.n, b.n-1)
		if s.lo+a.n >= 0 {
			st.restrict(v.a, -1, 0, b.n-1)
		}
		return v
	}
	if op == model.Add && a.k == vInt {
		a, b = b, a
	}
	if b.k == vInt && a.k == vSym && isNumber(st, a) {
		switch {
		case op == model.Add:
			a.n += b.n
			return a
		case op == model.Sub:
			a.n -= b.n
			return a
		case op == model.Mul && b.n == 1:
			return a
		}
	}
	if a.k == vStr || b.k == vStr {
		return st.newSym(model.String, Neutral)
	}
	return st.newSym(model.Int, Weak)
}

// truth splits a run by the truth of a value; see forkOn.
func (m *machine) truth(r *run, i int, expected expectation, v value, then func(*run, bool)) []*run {
	v = r.st.norm(v)
	switch v.k {
	case vBool:
		then(r, v.n != 0)
		return []*run{r}
	case vSym:
		sym := v.a
		weak := r.st.syms[sym].weak
		if weak < Weak && m.inForeign(r.st, r.st.procs[i]) {
			weak = Weak
		}
		return m.forkOn(r, i, expected, []outcome{
			{true, weak, func(n *state) { n.decideBool(sym, 1) }},
			{false, weak, func(n *state) { n.decideBool(sym, 0) }},
		}, then)
	}
	return m.forkOn(r, i, expected, either(Neutral), then)
}

// inForeign reports whether a process is in functions of other packages that got a
// channel which the program made: what holds for its own objects, and so what
// becomes of that channel, another package knows better.
func (m *machine) inForeign(st *state, p *process) bool {
	n := len(p.frames)
	for n > 0 && m.prog.IsForeign(p.frames[n-1].fn) {
		n--
	}
	if n == 0 || n == len(p.frames) {
		return false
	}
	v := reacher{st: st, masks: make([]uint16, len(st.objs)), bit: 1}
	c := &canon{prog: m.prog}
	for j := range p.frames[n:] {
		c.frame(&v, p.frames[n+j])
	}
	for i, o := range st.objs {
		if v.masks[i] != 0 && o.kind == oChan && o.made && m.madeHere(o) {
			return true
		}
	}
	return false
}

// branch takes a branch. A branch that leaves a loop is forced to do so after
// some rounds whose number was not known.
func (m *machine) branch(r *run, i int, in *model.Instr) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	v := m.eval(st, f, in.Args[0])
	forked := f.forked
	f.forked = false
	if v.k == vBool {
		m.take(r, i, in, v.n != 0, forked)
		if r.drop || r.end != alive {
			return []*run{r}, true
		}
		return nil, false
	}
	return m.truth(r, i, m.goingOn(f, in), v, func(n *run, b bool) { m.take(n, i, in, b, true) }), true
}

func (m *machine) take(r *run, i int, in *model.Instr, b, unknown bool) {
	f := r.st.procs[i].top()
	pc := f.pc
	if m.inPrelude(r.st.procs[i]) {
		switch leads := m.prelude.leads(in, b, unknown); {
		case leads:
		case m.prelude.loose && !unknown:
			b = !b // what was left out may have led there
		default:
			r.end = crashed // it does not come to what is looked at
		}
	}
	to := in.To[1]
	if b {
		to = in.To[0]
	}
	f.pc = int32(to)
	if !in.LeavesLoop() {
		return
	}
	leave := in.Leaves(b)
	for j := range f.loops {
		if f.loops[j].pc != pc {
			continue
		}
		switch {
		case leave:
			f.loops = slices.Delete(slices.Clone(f.loops), j, j+1)
		case unknown:
			f.loops = slices.Clone(f.loops)
			f.loops[j].n++
			if f.loops[j].n > loopRounds {
				r.drop = true
				r.cut = true
			}
		}
		return
	}
	if !leave && unknown {
		f.loops = append(slices.Clip(f.loops), loopCount{pc, 1})
	}
}

func (m *machine) length(st *state, v value, op model.Op) value {
	switch v.k {
	case vNil:
		return vint(0)
	case vRef:
		o := st.objs[v.a]
		switch {
		case o.kind == oChan && op == model.Cap && o.flags&fEnv == 0 && (o.cap.k == vInt || o.cap.k == vSym):
			return st.norm(o.cap)
		case o.kind == oChan && o.flags&(fEnv|fShared) == 0:
			return vint(int64(len(o.queue)))
		case (o.kind == oList || o.kind == oMap) && op == model.Len && o.len.k != vNone:
			return st.norm(o.len)
		}
	case vStr:
		if v.n == 0 {
			return vint(0)
		}
	}
	n := st.unknownLen()
	if v.k != vRef {
		st.sym(n.a).weak = Neutral // what is not modelled may well be empty, or not
	}
	return n
}

func (m *machine) mapEntry(st *state, mp, n value, in *model.Instr) value {
	if mp.k == vRef && n.k == vInt {
		o := st.objs[mp.a]
		if o.kind == oMap && n.n >= 0 && n.n < int64(len(o.keys)) {
			if in.Op == model.MapKey {
				return st.norm(o.keys[n.n])
			}
			return st.norm(o.cells[n.n].v)
		}
	}
	return st.unknown(model.Class(in.Imm), Weak, 0)
}

func (m *machine) mapGet(r *run, i int, in *model.Instr) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	mp, key := m.eval(st, f, in.Args[0]), m.eval(st, f, in.Args[1])
	if mp.k == vRef && m.touches(r, i, ref(mp.a, -1), false) {
		return []*run{r}, true
	}
	c := model.Class(in.Imm)
	found := -1
	if mp.k == vRef && st.objs[mp.a].kind == oMap {
		found = st.findKey(st.objs[mp.a], key)
	} else if mp.k != vNil {
		found = -2
	}
	f.pc++
	switch {
	case found >= 0:
		set(f, in, 0, st.norm(st.objs[mp.a].cells[found].v))
		set(f, in, 1, vbool(true))
	case found == -1:
		set(f, in, 0, zero(c))
		set(f, in, 1, vbool(false))
	case len(in.Dst) > 1 && in.Dst[1] >= 0:
		weak := uint8(Weak)
		if mp.k != vRef {
			weak = Neutral
		} else if o := st.objs[mp.a]; !o.made && o.flags&fStale == 0 && len(o.keys) == 0 {
			weak = Neutral // nothing is known of it that could speak against either
		}
		return m.forkOn(r, i, expectNothing, either(weak), func(n *run, ok bool) {
			g := n.st.procs[i].top()
			set(g, in, 1, vbool(ok))
			if !ok {
				set(g, in, 0, zero(c))
				return
			}
			v := n.st.unknown(c, Weak, siteOf(g))
			if v.k == vRef {
				n.st.mut(v.a).flags &^= fMaybeNil
			}
			if mp.k == vRef && n.st.objs[mp.a].kind == oMap {
				n.st.remember(mp.a, key, v)
			}
			set(g, in, 0, v)
		}), true
	default:
		m.doubt(r, i, mp)
		v := st.unknown(c, Weak, siteOf(f))
		if mp.k == vRef && st.objs[mp.a].kind == oMap {
			st.remember(mp.a, key, v)
		}
		set(f, in, 0, v)
	}
	return nil, false
}

// doubt notes that an access to a map may or may not mean an entry that the
// program put there.
func (m *machine) doubt(r *run, i int, mp value) {
	if mp.k != vRef {
		return
	}
	for _, c := range r.st.objs[mp.a].cells {
		if c.own {
			p := r.st.procs[i]
			r.decide(Weak, Event{Proc: p.serial, Site: m.site(p)})
			return
		}
	}
}

// remember notes an entry that was found in a map whose content is not known.
func (st *state) remember(m int32, key, v value) {
	if o := st.mut(m); len(o.keys) < 16 {
		o.keys = append(o.keys, key)
		o.cells = append(o.cells, cell{off: int64(len(o.cells)), v: v})
	}
}

func (m *machine) assert(r *run, i int, in *model.Instr) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	v := m.eval(st, f, in.Args[0])
	c := model.Class(in.Imm)
	f.pc++
	ok := len(in.Dst) > 1 && in.Dst[1] >= 0
	is, certain := m.prog.Is(v.t, in)
	good := func(n *run) {
		w := v
		if w.k == vSym || w.k == vNone || w.k == vTok && c != model.Iface && c != model.Error {
			w = n.st.unknown(c, Neutral, siteOf(f))
			switch {
			case !strings.HasPrefix(in.Sym, model.AnyOf):
				w.t = int16(in.Fn)
				n.holds(i, in.Args[0], v, w)
			case c == model.Error: // an interface that is nil has no type
				w = value{k: vTok, n: siteOf(f)}
			case w.k == vRef:
				n.st.objs[w.a].flags &^= fMaybeNil
			}
		}
		if !strings.HasPrefix(in.Sym, model.AnyOf) {
			w.t = 0 // a value of its own type now
		}
		set(n.st.procs[i].top(), in, 0, w)
		set(n.st.procs[i].top(), in, 1, vbool(true))
	}
	bad := func(n *run) {
		set(n.st.procs[i].top(), in, 0, zero(c))
		set(n.st.procs[i].top(), in, 1, vbool(false))
	}
	switch {
	case v.k == vNil && ok:
		bad(r)
	case v.k == vNil:
		r.end = crashed
		return []*run{r}, true
	case certain && is:
		good(r)
	case certain && ok:
		bad(r)
	case certain:
		r.end = crashed
		return []*run{r}, true
	case !ok:
		good(r)
	default:
		weak := uint8(Neutral)
		if v.t != 0 {
			weak = Weak // it has a type, of which the model knows too little
		}
		return m.forkOn(r, i, expectNothing, either(weak), func(n *run, b bool) {
			if b {
				good(n)
			} else {
				bad(n)
			}
		}), true
	}
	return nil, false
}

// holds notes that v, an interface value that operand o of process i has, holds w:
// the next assertion finds the same.
func (r *run) holds(i int, o model.Operand, v, w value) {
	switch {
	case v.k == vSym && v.n == 0:
		s := r.st.sym(v.a)
		s.known, s.alias = true, w
	case o.Kind == model.KSlot:
		*r.st.procs[i].top().slot(model.Slot(o.N)) = w
	}
}

// capacity is the capacity of a channel made with a value: unknown ones are at
// least 1 unless something else is known of them.
func (m *machine) capacity(st *state, v value) value {
	switch {
	case v.k == vInt:
		return v
	case v.k == vSym && isNumber(st, v):
		if st.syms[v.a].lo < 0 {
			st.sym(v.a).lo = 1 - v.n // neither a length nor a parameter, which may be 0
		}
		return v
	}
	n := st.newSym(model.Int, Weak)
	st.sym(n.a).lo = 1
	return n
}
