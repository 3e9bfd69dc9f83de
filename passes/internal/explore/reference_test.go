package explore_test

import (
	"fmt"
	"slices"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// This file holds a second explorer to compare the real one with. It is as
// naive as can be: every instruction is a step, every interleaving is followed,
// nothing is canonical but the text of a state. It knows no symbols, timers,
// contexts or unwinding.

type rval struct {
	k    byte // 'i'nt, 'b'ool, '0' nil, 'r'eference, 'f'unction, 0 none
	tag  int16
	a, n int64 // object and offset, function and closure, or the value
}

type rframe struct {
	fn, pc int
	defer_ bool
	at     model.Pos
	slots  []rval
	defers []rdefer
}

type rdefer struct {
	in   *model.Instr
	args []rval
}

type rproc struct {
	frames []rframe
	phase  bool // announced as a writer
	ticket int  // of a Cond: 0 none, 1 waits, 2 called
	cond   rval
}

type rlock struct {
	held, pending bool
	readers       int
}

type robj struct {
	ch, closed bool
	cap        int64
	queue      []rval
	cells      map[int64]rval
	locks      map[int64]rlock
	waiters    []int // processes with tickets, in order
}

type rstate struct {
	procs []rproc
	objs  []robj
	over  bool
}

func (s *rstate) clone() *rstate {
	n := &rstate{procs: slices.Clone(s.procs), objs: slices.Clone(s.objs), over: s.over}
	for i := range n.procs {
		p := &n.procs[i]
		p.frames = slices.Clone(p.frames)
		for j := range p.frames {
			p.frames[j].slots = slices.Clone(p.frames[j].slots)
			p.frames[j].defers = slices.Clone(p.frames[j].defers)
		}
	}
	for i := range n.objs {
		o := &n.objs[i]
		o.queue, o.waiters = slices.Clone(o.queue), slices.Clone(o.waiters)
		cells, locks := map[int64]rval{}, map[int64]rlock{}
		for k, v := range o.cells {
			cells[k] = v
		}
		for k, v := range o.locks {
			locks[k] = v
		}
		o.cells, o.locks = cells, locks
	}
	return n
}

// unsupported is what the reference panics with when it meets something that
// it does not know.
type unsupported string

type rsucc struct {
	st    *rstate
	moved uint32
	bug   string
}

type reference struct {
	prog *link.Program
	max  int
}

type verdicts struct {
	bugs, strict, loose map[string]bool
}

// run returns what can go wrong: panics, and operations at which a process can
// be stuck. strict are those from which the program cannot crash or exit any
// more either.
func (m *reference) run(fn int) verdicts {
	st := &rstate{}
	m.push(st, m.start(st), fn, nil, nil)
	type node struct {
		st   *rstate
		out  []rsucc
		to   []int
		any  uint32 // who can still move, if the end of the program counts
		some uint32 // ... if it does not
	}
	var nodes []*node
	preds := map[int][]int{}
	seen := map[string]int{}
	v := verdicts{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	add := func(st *rstate) int {
		k := fmt.Sprint(*st)
		n, ok := seen[k]
		if !ok {
			if n = len(nodes); n > m.max {
				panic(unsupported("too many states"))
			}
			seen[k] = n
			nodes = append(nodes, &node{st: st})
		}
		return n
	}
	add(st)
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		if n.st.over {
			n.any = ^uint32(0)
			continue
		}
		for p := range n.st.procs {
			for _, s := range m.step(n.st, p) {
				if s.bug != "" {
					v.bugs[s.bug] = true
				}
				to := add(s.st)
				n.out, n.to = append(n.out, s), append(n.to, to)
				n.any |= s.moved
				n.some |= s.moved
				preds[to] = append(preds[to], i)
			}
		}
	}
	var work []int
	for i := range nodes {
		work = append(work, i)
	}
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		for _, p := range preds[i] {
			q := nodes[p]
			if any, some := q.any|nodes[i].any, q.some|nodes[i].some; any != q.any || some != q.some {
				q.any, q.some = any, some
				work = append(work, p)
			}
		}
	}
	for _, n := range nodes {
		for p := range n.st.procs {
			if len(n.st.procs[p].frames) == 0 || n.st.over || n.some&(1<<p) != 0 {
				continue
			}
			f := &n.st.procs[p].frames[len(n.st.procs[p].frames)-1]
			what := fmt.Sprintf("stuck @%d %v", m.pos(&n.st.procs[p]), m.prog.Funcs[f.fn].Code[f.pc].Op)
			v.loose[what] = true
			if n.any&(1<<p) == 0 {
				v.strict[what] = true
			}
		}
	}
	return v
}

// pos is the position of the innermost function that is not of a library.
func (m *reference) pos(p *rproc) model.Pos {
	for i := len(p.frames) - 1; i >= 0; i-- {
		f := &p.frames[i]
		if fn := m.prog.Funcs[f.fn]; fn.Flags&model.Transparent == 0 {
			if i+1 < len(p.frames) && p.frames[i+1].defer_ {
				return p.frames[i+1].at
			}
			return fn.Code[f.pc].Pos
		}
	}
	return 0
}

func (m *reference) start(st *rstate) int {
	if len(st.procs) >= 30 {
		panic(unsupported("too many processes"))
	}
	st.procs = append(st.procs, rproc{})
	return len(st.procs) - 1
}

func (m *reference) push(st *rstate, p, fn int, args []rval, closure *robj) *rframe {
	f := m.prog.Funcs[fn]
	slots := make([]rval, f.Slots)
	copy(slots[:f.Params], args)
	for i := 0; closure != nil && i < f.Caps; i++ {
		slots[f.Params+i] = closure.cells[int64(i)]
	}
	q := &st.procs[p]
	q.frames = append(q.frames, rframe{fn: fn, slots: slots})
	return &q.frames[len(q.frames)-1]
}

func (m *reference) eval(f *rframe, o model.Operand) rval {
	switch o.Kind {
	case model.KNone:
		return rval{}
	case model.KSlot:
		return f.slots[o.N]
	case model.KInt:
		return rval{k: 'i', n: o.N}
	case model.KBool:
		return rval{k: 'b', n: o.N}
	case model.KNil:
		return rval{k: '0'}
	case model.KFunc:
		return rval{k: 'f', a: o.N, n: -1}
	case model.KString:
		return rval{k: 's', n: o.N}
	}
	panic(unsupported(fmt.Sprint("operand ", o)))
}

func rzero(c model.Class) rval {
	switch c {
	case model.None:
		return rval{}
	case model.Bool:
		return rval{k: 'b'}
	case model.Int:
		return rval{k: 'i'}
	case model.String:
		return rval{k: 's'}
	}
	return rval{k: '0'}
}

func rbool(b bool) rval {
	if b {
		return rval{k: 'b', n: 1}
	}
	return rval{k: 'b'}
}

func rset(f *rframe, in *model.Instr, i int, v rval) {
	if i < len(in.Dst) && in.Dst[i] >= 0 {
		f.slots[in.Dst[i]] = v
	}
}

// rarm is a channel operation: an instruction or a case of a select.
type rarm struct {
	send, isSelect bool
	ch, val        rval
	n              int
	dst            model.Slot
	cls            model.Class
	pos            model.Pos
}

func (m *reference) arms(st *rstate, p int) []rarm {
	if len(st.procs[p].frames) == 0 {
		return nil
	}
	f := &st.procs[p].frames[len(st.procs[p].frames)-1]
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	switch in.Op {
	case model.Send:
		return []rarm{{send: true, ch: m.eval(f, in.Args[0]), val: m.eval(f, in.Args[1])}}
	case model.Recv:
		return []rarm{{ch: m.eval(f, in.Args[0]), cls: model.Class(in.Imm & 0xff)}}
	case model.Select:
		var out []rarm
		for n := range in.Cases {
			c := &in.Cases[n]
			a := rarm{send: c.Send, isSelect: true, ch: m.eval(f, c.Ch), n: n, dst: c.Dst, cls: c.Cls, pos: c.Pos}
			if c.Send {
				a.val = m.eval(f, c.Val)
			}
			out = append(out, a)
		}
		return out
	}
	return nil
}

// complete finishes an arm of process p.
func (m *reference) complete(st *rstate, p int, a rarm, v rval, ok bool) {
	f := &st.procs[p].frames[len(st.procs[p].frames)-1]
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	switch {
	case a.isSelect:
		rset(f, in, 0, rval{k: 'i', n: int64(a.n)})
		rset(f, in, 1, rbool(ok))
		if !a.send && a.dst >= 0 {
			f.slots[a.dst] = v
		}
	case !a.send:
		rset(f, in, 0, v)
		rset(f, in, 1, rbool(ok))
	}
	f.pc++
}

// communicate lists the ways in which process p can take one of its arms.
func (m *reference) communicate(st *rstate, p int, in *model.Instr) (out []rsucc) {
	ready := false
	for _, a := range m.arms(st, p) {
		if a.ch.k != 'r' {
			continue
		}
		o := &st.objs[a.ch.a]
		n := st.clone()
		no := &n.objs[a.ch.a]
		switch {
		case a.send && o.closed:
			ready = true
			pos := a.pos
			if pos == 0 {
				pos = m.pos(&st.procs[p])
			}
			out = append(out, m.crash(n, p, fmt.Sprintf("SendClosed @%d", pos)))
			continue
		case a.send && int64(len(o.queue)) < o.cap:
			ready = true
			no.queue = append(no.queue, a.val)
			m.complete(n, p, a, rval{}, false)
		case !a.send && len(o.queue) > 0:
			ready = true
			v := no.queue[0]
			no.queue = no.queue[1:]
			m.complete(n, p, a, v, true)
		case !a.send && o.closed:
			ready = true
			m.complete(n, p, a, rzero(a.cls), false)
		case a.send:
			continue
		default:
			for q := range st.procs {
				for _, b := range m.arms(st, q) {
					if q != p && b.send && b.ch == a.ch && o.cap == 0 && (m.waits(st, p) || m.waits(st, q)) {
						x := st.clone()
						m.complete(x, p, a, b.val, true)
						m.complete(x, q, b, rval{}, false)
						out = append(out, rsucc{st: x, moved: 1<<p | 1<<q})
					}
				}
			}
			continue
		}
		out = append(out, rsucc{st: n, moved: 1 << p})
	}
	if in.Op == model.Select && in.Imm == 0 && !ready {
		n := st.clone()
		f := &n.procs[p].frames[len(n.procs[p].frames)-1]
		rset(f, in, 0, rval{k: 'i', n: -1})
		rset(f, in, 1, rbool(false))
		f.pc++
		out = append(out, rsucc{st: n, moved: 1 << p})
	}
	return out
}

// waits reports whether process p can be waiting at its arms: of two that meet,
// one has.
func (m *reference) waits(st *rstate, p int) bool {
	f := &st.procs[p].frames[len(st.procs[p].frames)-1]
	if in := &m.prog.Funcs[f.fn].Code[f.pc]; in.Op == model.Select && in.Imm == 0 {
		return false
	}
	for _, a := range m.arms(st, p) {
		if a.ch.k != 'r' {
			continue
		}
		o := &st.objs[a.ch.a]
		if o.closed || a.send && int64(len(o.queue)) < o.cap || !a.send && len(o.queue) > 0 {
			return false
		}
	}
	return true
}

func (m *reference) crash(st *rstate, p int, bug string) rsucc {
	for i := range st.procs[p].frames {
		if len(st.procs[p].frames[i].defers) > 0 {
			panic(unsupported("unwinding"))
		}
	}
	return rsucc{st: &rstate{over: true}, moved: 1 << p, bug: bug}
}

// step lists what can happen when process p executes its next instruction.
func (m *reference) step(old *rstate, p int) []rsucc {
	if len(old.procs[p].frames) == 0 {
		return nil
	}
	st := old.clone()
	pr := &st.procs[p]
	f := &pr.frames[len(pr.frames)-1]
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	arg := func(n int) rval { return m.eval(f, in.Args[n]) }
	one := []rsucc{{st: st, moved: 1 << p}}
	bug := func(name string) []rsucc { return []rsucc{m.crash(st, p, fmt.Sprintf("%s @%d", name, m.pos(pr)))} }
	switch in.Op {
	case model.Send, model.Recv, model.Select:
		return m.communicate(old, p, in)
	case model.Jmp:
		f.pc = in.To[0]
		return one
	case model.Choose:
		one = nil
		for _, t := range in.To {
			n := old.clone()
			n.procs[p].frames[len(pr.frames)-1].pc = t
			one = append(one, rsucc{st: n, moved: 1 << p})
		}
		return one
	case model.Br:
		v := arg(0)
		if v.k != 'b' {
			panic(unsupported("branch on an unknown value"))
		}
		f.pc = in.To[1-v.n]
		return one
	case model.Ret:
		var rets []rval
		for n := range in.Args {
			rets = append(rets, arg(n))
		}
		deferred := f.defer_
		pr.frames = pr.frames[:len(pr.frames)-1]
		if len(pr.frames) == 0 && p == 0 && slices.ContainsFunc(rets, func(v rval) bool { return v.k == 'r' }) {
			panic(unsupported("a result for the caller"))
		}
		if len(pr.frames) == 0 || deferred {
			return one
		}
		f = &pr.frames[len(pr.frames)-1]
		call := &m.prog.Funcs[f.fn].Code[f.pc]
		for n := range rets {
			rset(f, call, n, rets[n])
		}
		f.pc++
		return one
	case model.Exit:
		return []rsucc{{st: &rstate{over: true}, moved: 1 << p}}
	case model.Panic:
		return []rsucc{m.crash(st, p, "")}
	case model.RunDefers:
		if n := len(f.defers); n > 0 {
			d := f.defers[n-1]
			f.defers = f.defers[:n-1]
			m.call(st, p, d.in, d.args)
			g := &pr.frames[len(pr.frames)-1]
			g.defer_, g.at = true, d.in.Pos
			return one
		}
	case model.Call, model.CallDyn, model.Invoke:
		var args []rval
		for n := range in.Args {
			args = append(args, arg(n))
		}
		switch model.Mode(in.Imm) {
		case model.Go:
			m.call(st, m.start(st), in, args)
			pr = &st.procs[p]
			f = &pr.frames[len(pr.frames)-1]
		case model.Defer:
			f.defers = append(f.defers, rdefer{in, args})
		default:
			m.call(st, p, in, args)
			return one
		}
	default:
		name, blocked := m.simple(st, p, f, in, arg)
		if blocked {
			return nil
		}
		if name == "again" {
			return one
		}
		if name != "" {
			return bug(name)
		}
	}
	f.pc++
	return one
}

func (m *reference) call(st *rstate, p int, in *model.Instr, args []rval) {
	fn := in.Fn
	var closure *robj
	switch in.Op {
	case model.CallDyn:
		v := args[0]
		args = args[1:]
		if v.k != 'f' {
			panic(unsupported("call of an unknown function"))
		}
		fn = int32(v.a)
		if v.n >= 0 {
			closure = &st.objs[v.n]
		}
	case model.Invoke:
		fn = m.prog.Method(args[0].tag, link.MethodName(in))
	}
	if fn < 0 {
		panic(unsupported("unknown callee"))
	}
	m.push(st, p, int(fn), args, closure)
}

// simple executes an instruction that does not branch. It returns the name of
// the bug it hits, or "again" if the process stays where it is.
func (m *reference) simple(st *rstate, p int, f *rframe, in *model.Instr, arg func(int) rval) (bug string, blocked bool) {
	pr := &st.procs[p]
	alloc := func(o robj) rval {
		o.cells, o.locks = map[int64]rval{}, map[int64]rlock{}
		st.objs = append(st.objs, o)
		return rval{k: 'r', a: int64(len(st.objs) - 1)}
	}
	var a rval
	var o *robj
	if len(in.Args) > 0 {
		if a = arg(0); a.k == 'r' {
			o = &st.objs[a.a]
		}
	}
	needs := func() *robj {
		if o == nil {
			panic(unsupported(fmt.Sprint(in.Op, " of an unknown object")))
		}
		return o
	}
	cell := func(zero rval) rval {
		if v, ok := needs().cells[a.n]; ok {
			return v
		}
		return zero
	}
	rw := in.Imm != 0
	switch in.Op {
	case model.Nop, model.Work, model.Yield, model.Sleep:
	case model.Mov:
		rset(f, in, 0, a)
	case model.MakeIface:
		a.tag = int16(in.Fn)
		rset(f, in, 0, a)
	case model.Not:
		rset(f, in, 0, rbool(a.n == 0))
	case model.Bin:
		b := arg(1)
		eq := a.k == b.k && a.a == b.a && a.n == b.n
		v, ok := map[model.BinOp]rval{
			model.Add: {k: 'i', n: a.n + b.n}, model.Sub: {k: 'i', n: a.n - b.n}, model.Mul: {k: 'i', n: a.n * b.n},
			model.Eq: rbool(eq), model.Ne: rbool(!eq), model.Lt: rbool(a.n < b.n), model.Le: rbool(a.n <= b.n),
			model.Gt: rbool(a.n > b.n), model.Ge: rbool(a.n >= b.n),
		}[model.BinOp(in.Imm)]
		if !ok || a.k == 0 || b.k == 0 {
			panic(unsupported("operator"))
		}
		rset(f, in, 0, v)
	case model.New:
		rset(f, in, 0, alloc(robj{}))
	case model.MakeChan:
		if a.k != 'i' {
			panic(unsupported("capacity"))
		}
		rset(f, in, 0, alloc(robj{ch: true, cap: a.n}))
	case model.FieldAt:
		needs()
		a.n += in.Imm
		rset(f, in, 0, a)
	case model.Closure:
		c := alloc(robj{})
		for n := range in.Args {
			st.objs[c.a].cells[int64(n)] = arg(n)
		}
		if in.Fn < 0 {
			panic(unsupported("closure"))
		}
		rset(f, in, 0, rval{k: 'f', a: int64(in.Fn), n: c.a})
	case model.Load:
		rset(f, in, 0, cell(rzero(model.Class(in.Imm))))
	case model.Store:
		needs().cells[a.n] = arg(1)
	case model.Swap:
		rset(f, in, 0, cell(rzero(model.Class(in.Imm))))
		o.cells[a.n] = arg(1)
	case model.Cas:
		same := cell(rzero(model.Class(in.Imm))) == arg(1)
		if same {
			o.cells[a.n] = arg(2)
		}
		rset(f, in, 0, rbool(same))
	case model.AtomicAdd:
		v := cell(rval{k: 'i'})
		v.n += arg(1).n
		o.cells[a.n] = v
		rset(f, in, 0, v)
	case model.Close:
		if a.k == '0' {
			return "CloseNil", false
		}
		if needs().closed {
			return "CloseClosed", false
		}
		o.closed = true
	case model.Lock, model.RLock, model.TryLock, model.TryRLock:
		l := needs().locks[a.n]
		read := in.Op == model.RLock || in.Op == model.TryRLock
		free := !l.held && (!l.pending || pr.phase) && (read || l.readers == 0)
		switch {
		case in.Op == model.TryLock || in.Op == model.TryRLock:
			rset(f, in, 0, rbool(free))
			if !free {
				return "", false
			}
		case !free && in.Op == model.Lock && rw && !l.held && !l.pending:
			l.pending, pr.phase = true, true
			o.locks[a.n] = l
			return "again", false
		case !free:
			return "", true
		}
		if read {
			l.readers++
		} else {
			l.held, l.pending, pr.phase = true, false, false
		}
		o.locks[a.n] = l
	case model.Unlock, model.RUnlock:
		l := needs().locks[a.n]
		switch {
		case in.Op == model.Unlock && !l.held, in.Op == model.RUnlock && l.readers == 0:
			return "UnlockUnlocked", false
		case in.Op == model.Unlock:
			l.held = false
		default:
			l.readers--
		}
		o.locks[a.n] = l
	case model.WgAdd:
		v := cell(rval{k: 'i'})
		if v.n += arg(1).n; v.n < 0 {
			return "NegativeCounter", false
		}
		o.cells[a.n] = v
	case model.WgWait:
		return "", cell(rval{k: 'i'}).n > 0
	case model.CondEnter:
		pr.ticket, pr.cond = 1, a
		needs().waiters = append(o.waiters, p)
	case model.CondPark:
		if pr.ticket == 1 {
			return "", true
		}
		pr.ticket, pr.cond = 0, rval{}
	case model.Signal:
		for len(needs().waiters) > 0 {
			st.procs[o.waiters[0]].ticket = 2
			o.waiters = o.waiters[1:]
			if !rw {
				break
			}
		}
	default:
		panic(unsupported(in.Op.String()))
	}
	return "", false
}
