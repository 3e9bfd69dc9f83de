package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// verdict says whether a process may go on with an operation without giving
// the others a turn.
type verdict bool

const (
	park   verdict = false
	inline verdict = true
)

// choiceKind says how an operation is executed.
type choiceKind uint8

const (
	cPlain      choiceKind = iota
	cQueue                 // receive what is buffered
	cClosed                // receive from a closed channel
	cEnvValue              // receive from the environment
	cEnvClosed             // find the channel closed by the environment
	cTimer                 // a timer fires
	cDeadline              // a context is cancelled by its deadline or from outside
	cPush                  // send into the buffer
	cPushMaybe             // ... whose capacity is not known
	cFull                  // find the buffer full, or the counter not zero
	cEnvSend               // send to the environment
	cPanic                 // send on a closed channel
	cRendezvous            // receive from a sender
	cDefault               // no case of the select
	cAnnounce              // a writer waits for readers
	cHandover              // of an event: a rendezvous at a channel with a buffer
)

// choice is one way to execute the operation that a process stands at.
type choice struct {
	kind     choiceKind
	arm      int // of a select
	peer     int // process that sends, for cRendezvous
	peerArm  int
	deadline int32 // channel that is closed, for cDeadline
}

// definite reports whether the choice certainly exists, so that a select does
// not take its default.
func (c choice) definite() bool {
	switch c.kind {
	case cQueue, cClosed, cPush, cPanic:
		return true
	}
	return false
}

// timed reports whether time has to pass first.
func (c choice) timed() bool { return c.kind == cTimer || c.kind == cDeadline }

func private(st *state, o *object) bool {
	return o.flags&fShared == 0 || len(st.procs) == 1
}

// visible decides whether process i may execute the operation in right away.
func (m *machine) visible(r *run, i int, in *model.Instr) verdict {
	st := r.st
	p := st.procs[i]
	if r.grant == p.serial {
		return inline
	}
	if m.full {
		return park
	}
	f := p.top()
	if len(st.procs) > 1 && m.crashes(st, i, in) {
		return park // it ends all others, so what they do before comes first
	}
	switch in.Op {
	case model.Unlock, model.RUnlock:
		if a := m.eval(st, f, in.Args[0]); a.k == vRef && m.prog.Tries && !private(st, st.objs[a.a]) {
			return park
		}
		return inline
	case model.NewTimer, model.ChildDone, model.Swap, model.Cas, model.AtomicAdd:
		return inline // releases only enable others; accesses to cells park by themselves
	case model.CondPark:
		if p.ticket < 0 {
			return inline
		}
		return park
	case model.Select:
		for n := range in.Cases {
			c := m.eval(st, f, in.Cases[n].Ch)
			if c.k == vRef && !private(st, st.objs[c.a]) && (st.objs[c.a].flags&fEnv == 0 || in.Cases[n].Send && m.closing(st.objs[c.a], false)) {
				return park
			}
		}
		return m.alone(st, i)
	}
	a := m.eval(st, f, in.Args[0])
	if a.k != vRef {
		// On a nil channel a send or receive blocks; all else goes on, or crashes.
		return verdict(a.k != vNil || in.Op != model.Send && in.Op != model.Recv)
	}
	o := st.objs[a.a]
	if in.Op == model.WgAdd {
		if d := m.eval(st, f, in.Args[1]); d.k == vInt && d.n < 0 && !m.mutable[counter(o, a)] {
			return inline
		}
	}
	if in.Op == model.Close {
		m.closing(o, true)
	}
	if !private(st, o) && !(o.kind == oChan && o.flags&fEnv != 0 && (in.Op != model.Send || !m.closing(o, false))) {
		return park
	}
	return m.alone(st, i)
}

// closing reports whether a channel of the environment is closed by the program after
// something was sent on it, so that a send must wait for its turn. It notes a send or a
// close.
func (m *machine) closing(o *object, closes bool) bool {
	key := cellKey{o.site, -1}
	switch {
	case !closes:
		m.read[key] = true
	case m.read[key] && !m.mutable[key]:
		m.mutable[key], m.learnt = true, true
	}
	return m.mutable[key]
}

// crashes reports whether the operation in of process i would go wrong now.
func (m *machine) crashes(st *state, i int, in *model.Instr) bool {
	f := st.procs[i].top()
	closed := func(o model.Operand) bool {
		c := m.eval(st, f, o)
		return c.k == vRef && st.objs[c.a].closed == chClosed
	}
	switch in.Op {
	case model.Send:
		return closed(in.Args[0])
	case model.Close:
		return m.eval(st, f, in.Args[0]).k == vNil || closed(in.Args[0])
	case model.Select:
		return slices.ContainsFunc(in.Cases, func(c model.Case) bool { return c.Send && closed(c.Ch) })
	case model.Unlock, model.RUnlock:
		a := m.eval(st, f, in.Args[0])
		return a.k == vRef && m.unlocked(st, i, in, a)
	case model.WgAdd:
		a, d := m.eval(st, f, in.Args[0]), m.eval(st, f, in.Args[1])
		if a.k != vRef || d.k != vInt || d.n >= 0 || st.objs[a.a].flags&fEnv != 0 {
			return false
		}
		n, ok := st.objs[a.a].get(a.n)
		if !ok {
			unknown, _ := st.objs[a.a].unknown(a.n)
			return !unknown
		}
		n = st.norm(n)
		if n.k != vInt || n.n+d.n >= 0 {
			return false
		}
		if key := counter(st.objs[a.a], a); !m.mutable[key] {
			m.mutable[key], m.learnt = true, true
		}
		return true
	}
	return false
}

// counter names the counter of a wait group. Its decrements commute unless they make it
// negative: then it matters which one comes last, and they wait for their turn.
func counter(o *object, group value) cellKey { return cellKey{o.site, group.n} }

// alone decides for an operation that no other process has to do with: it is
// executed right away, unless it can go several ways in a round of a loop after
// the first one. States in which rounds begin are compared, so that the ways do
// not multiply.
func (m *machine) alone(st *state, i int) verdict {
	n := len(m.choices(st, i))
	return verdict(n == 1 || n > 1 && st.procs[i].rounds == 0)
}

// choices lists the ways in which process i can execute the operation it
// stands at, in a fixed order; none if it is blocked.
func (m *machine) choices(st *state, i int) []choice {
	p := st.procs[i]
	if p.yield {
		return []choice{{}}
	}
	f := p.top()
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	switch in.Op {
	case model.Recv:
		return m.recvChoices(st, i, m.eval(st, f, in.Args[0]), 0, in.Imm&model.RecvOK != 0, nil)
	case model.Send:
		return m.sendChoices(st, m.eval(st, f, in.Args[0]), 0, nil)
	case model.Select:
		return m.selectChoices(st, i, f, in)
	}
	var a value
	if len(in.Args) > 0 {
		a = m.eval(st, f, in.Args[0])
	}
	if a.k != vRef || (in.Op == model.Lock || in.Op == model.RLock) && !st.identified(a) {
		return []choice{{}}
	}
	switch in.Op {
	case model.Lock:
		return lockChoices(p, st.lockAt(a), in.Imm != 0)
	case model.RLock:
		if l := st.lockAt(a); l.a >= 0 || l.t != 0 {
			return nil
		}
	case model.WgWait:
		return m.waitChoices(st, a)
	case model.CondPark:
		if p.ticket >= 0 && st.objs[a.a].flags&fEnv == 0 {
			return nil
		}
	}
	return []choice{{}}
}

// lockAt returns the state of the lock at a.
func (st *state) lockAt(a value) value {
	if v, ok := st.objs[a.a].get(a.n); ok && v.k == vMutex {
		return v
	}
	return value{k: vMutex, a: -1}
}

// lockChoices: a writer that finds readers announces itself first, which keeps
// new readers out.
func lockChoices(p *process, l value, rw bool) []choice {
	switch {
	case l.a >= 0:
		return nil
	case rw && p.phase == 1:
		if l.n > 0 {
			return nil
		}
	case l.t != 0:
		return nil
	case l.n > 0 && rw:
		return []choice{{kind: cAnnounce}}
	case l.n > 0:
		return nil
	}
	return []choice{{}}
}

func (m *machine) waitChoices(st *state, a value) []choice {
	o := st.objs[a.a]
	if o.flags&fEnv != 0 {
		return []choice{{}}
	}
	n, ok := o.get(a.n)
	if !ok {
		return []choice{{}}
	}
	switch out := st.compare(model.Eq, n, vint(0)); {
	case len(out) > 1:
		return []choice{{}, {kind: cFull}}
	case !out[0].truth:
		return nil
	}
	return []choice{{}}
}

// doneBy returns the channel of the chain of parents of o that is closed, or
// -1; and the nearest one that a deadline or the environment can close.
func (st *state) doneBy(i int32) (closed, deadline int32) {
	closed, deadline = -1, -1
	for first := i; i >= 0; i = st.objs[i].parent {
		o := st.objs[i]
		if o.closed != chOpen {
			return i, deadline
		}
		if deadline < 0 && (o.timer == model.MayClose || i != first && o.timer == 0 && o.flags&fEnv != 0) {
			deadline = i
		}
	}
	return -1, deadline
}

func (m *machine) recvChoices(st *state, i int, c value, arm int, ok bool, out []choice) []choice {
	if c.k == vNone || c.k == vTok || c.k == vSym {
		return append(out, choice{kind: cEnvValue, arm: arm})
	}
	if c.k != vRef || st.objs[c.a].kind != oChan {
		return out
	}
	o := st.objs[c.a]
	closed, deadline := st.doneBy(c.a)
	switch {
	case len(o.queue) > 0:
		return append(out, choice{kind: cQueue, arm: arm})
	case closed >= 0:
		return append(out, choice{kind: cClosed, arm: arm})
	case o.timer == model.OneShot || o.timer == model.Ticker || o.timer == model.Endless:
		if o.armed && o.timer != model.Endless {
			out = append(out, choice{kind: cTimer, arm: arm})
		}
		return out
	case o.flags&fEnv != 0:
		out = append(out, choice{kind: cEnvValue, arm: arm})
		if ok {
			out = append(out, choice{kind: cEnvClosed, arm: arm})
		}
		return out
	case deadline >= 0:
		return append(out, choice{kind: cDeadline, arm: arm, deadline: deadline})
	}
	for q := range st.procs {
		if q == i || st.procs[q].run || st.procs[q].yield {
			continue
		}
		f := st.procs[q].top()
		in := &m.prog.Funcs[f.fn].Code[f.pc]
		switch in.Op {
		case model.Send:
			if m.eval(st, f, in.Args[0]) == c {
				out = append(out, choice{kind: cRendezvous, arm: arm, peer: q})
			}
		case model.Select:
			for n := range in.Cases {
				if in.Cases[n].Send && m.eval(st, f, in.Cases[n].Ch) == c {
					out = append(out, choice{kind: cRendezvous, arm: arm, peer: q, peerArm: n})
				}
			}
		}
	}
	return out
}

func (m *machine) sendChoices(st *state, c value, arm int, out []choice) []choice {
	if c.k == vNone || c.k == vTok || c.k == vSym {
		return append(out, choice{kind: cEnvSend, arm: arm})
	}
	if c.k != vRef || st.objs[c.a].kind != oChan {
		return out
	}
	o := st.objs[c.a]
	n := vint(int64(len(o.queue)))
	switch {
	case o.closed == chClosed:
		return append(out, choice{kind: cPanic, arm: arm})
	case o.flags&fEnv != 0 || o.closed == chEnvClosed:
		return append(out, choice{kind: cEnvSend, arm: arm})
	case o.cap.k != vInt && o.cap.k != vSym:
		return append(out, choice{kind: cPush, arm: arm})
	case o.cap.k == vInt && o.cap.n == 0:
		return out // the receiver acts
	}
	if len(o.queue) > 24 {
		return append(out, choice{kind: cEnvSend, arm: arm})
	}
	room := st.compare(model.Lt, n, o.cap)
	switch {
	case len(room) > 1:
		return append(out, choice{kind: cPushMaybe, arm: arm}, choice{kind: cFull, arm: arm})
	case room[0].truth:
		return append(out, choice{kind: cPush, arm: arm})
	}
	return out
}

func (m *machine) selectChoices(st *state, i int, f *frame, in *model.Instr) []choice {
	var out []choice
	for n := range in.Cases {
		c := &in.Cases[n]
		ch := m.eval(st, f, c.Ch)
		if c.Send {
			out = m.sendChoices(st, ch, n, out)
		} else {
			out = m.recvChoices(st, i, ch, n, len(in.Dst) > 1 && in.Dst[1] >= 0, out)
		}
	}
	ready := slices.ContainsFunc(out, choice.definite)
	if in.Imm == 0 || ready {
		out = slices.DeleteFunc(out, func(c choice) bool { return c.kind == cRendezvous && !m.waits(st, c.peer) })
	}
	if in.Imm == 0 && !ready && !m.expected(st, i, f, in) {
		out = append(out, choice{kind: cDefault, arm: -1})
	}
	return out
}

// expected reports whether somebody waits for process i at one of the cases of its select,
// and not only stands there, about to begin.
func (m *machine) expected(st *state, i int, f *frame, in *model.Instr) bool {
	return slices.ContainsFunc(st.procs, func(q *process) bool {
		if !q.parked {
			return false
		}
		for n := range in.Cases {
			ch := m.eval(st, f, in.Cases[n].Ch)
			if ch.k == vRef && m.offers(st, q, ch, !in.Cases[n].Send) {
				return true
			}
		}
		return false
	})
}

// offers reports whether process q stands at a send on a channel, or at a receive from it.
func (m *machine) offers(st *state, q *process, ch value, send bool) bool {
	f := q.top()
	switch in := &m.prog.Funcs[f.fn].Code[f.pc]; in.Op {
	case model.Send, model.Recv:
		return send == (in.Op == model.Send) && m.eval(st, f, in.Args[0]) == ch
	case model.Select:
		return slices.ContainsFunc(in.Cases, func(c model.Case) bool { return c.Send == send && m.eval(st, f, c.Ch) == ch })
	}
	return false
}

// waits reports whether process i can be waiting in the send, receive or select
// that it stands at. Of two that meet, one has waited for the other.
func (m *machine) waits(st *state, i int) bool {
	p := st.procs[i]
	f := p.top()
	in := &m.prog.Funcs[f.fn].Code[f.pc]
	if in.Op != model.Select {
		return true
	}
	var ways []choice
	for n := range in.Cases {
		c := &in.Cases[n]
		if ch := m.eval(st, f, c.Ch); c.Send {
			ways = m.sendChoices(st, ch, n, ways)
		} else {
			ways = m.recvChoices(st, i, ch, n, false, ways)
		}
	}
	return in.Imm != 0 && !slices.ContainsFunc(ways, choice.definite)
}

// operate executes an operation. Unless the explorer chose how, every way is
// followed.
func (m *machine) operate(r *run, i int, in *model.Instr) ([]*run, bool) {
	switch in.Op {
	case model.Swap, model.Cas, model.AtomicAdd:
		return m.atomic(r, i, in)
	}
	if r.choice != nil {
		c := *r.choice
		r.choice = nil
		return m.perform(r, i, in, c)
	}
	cs := m.choices(r.st, i)
	if len(cs) == 0 {
		r.st.procs[i].run = false
		return []*run{r}, true
	}
	if len(cs) == 1 {
		return m.perform(r, i, in, cs[0])
	}
	var out []*run
	for n, c := range cs {
		x := r
		if n+1 < len(cs) {
			x = r.fork()
		}
		x.st.proc(i)
		x.grant = 0
		more, done := m.perform(x, i, in, c)
		if !done {
			more = []*run{x}
		}
		out = append(out, more...)
	}
	return out, true
}

func (m *machine) opEvent(r *run, i int, in *model.Instr, obj int32, off int64, aux int64) {
	e := Event{Kind: EvOp, Op: in.Op, Off: int32(off), Aux: aux, Obj: -1}
	if obj >= 0 {
		e.Obj = r.st.objs[obj].serial
	}
	m.event(r, i, e)
}

func (m *machine) bug(r *run, i int, in *model.Instr, kind BugKind, obj int32, off int64) {
	e := Event{Kind: EvBug, Op: in.Op, Aux: int64(kind), Obj: -1, Off: int32(off)}
	if obj >= 0 {
		e.Obj = r.st.objs[obj].serial
		e.Inner = m.inner(r.st, i, obj)
	}
	m.event(r, i, e)
	r.st.procs[i].top().unwind = unwindPanic
}

// inner reports whether what process i does to an object is the business of another
// package: it was started with a function of one, and the object was made by one, or a
// function of another package that it is in recovers from a panic.
func (m *machine) inner(st *state, i int, obj int32) bool {
	frames := st.procs[i].frames
	if m.prog.IsForeign(frames[0].fn) && m.prog.IsForeign(int32(st.objs[obj].site>>32)) {
		return true
	}
	for n := len(frames) - 1; n >= 0 && m.prog.IsForeign(frames[n].fn); n-- {
		if m.prog.Recovers(frames[n].fn) {
			return true
		}
	}
	return false
}

// perform executes the operation in of process i in one way.
func (m *machine) perform(r *run, i int, in *model.Instr, c choice) ([]*run, bool) {
	st := r.st
	p := st.procs[i]
	f := p.top()
	switch in.Op {
	case model.Send, model.Recv, model.Select:
		return m.communicate(r, i, in, c)
	}
	var a value
	if len(in.Args) > 0 {
		a = m.eval(st, f, in.Args[0])
	}
	if a.k == vNil && in.Op >= model.Lock && in.Op <= model.Signal {
		r.end = crashed
		return []*run{r}, true
	}
	switch in.Op {
	case model.Close, model.Cancel:
		return m.close(r, i, in, a)
	case model.Lock, model.RLock, model.TryLock, model.TryRLock:
		return m.lock(r, i, in, a, c)
	case model.Unlock, model.RUnlock:
		return m.unlock(r, i, in, a)
	case model.WgAdd:
		m.ownWork = m.ownWork || a.k == vRef && m.madeHere(st.objs[a.a])
		m.wgAdd(r, i, in, a)
		return nil, false
	case model.WgWait:
		return m.wgWait(r, i, in, a, c)
	case model.CondEnter:
		st.ticket++
		p.ticket, p.cond = st.ticket, a
		m.opEvent(r, i, in, a.a, a.n, 0)
	case model.CondPark:
		p.ticket, p.cond = 0, value{}
		m.opEvent(r, i, in, a.a, a.n, 0)
		st.clobber()
		st.forgetLengths()
	case model.Signal:
		m.signal(st, a, in.Imm != 0)
		if a.k == vRef {
			m.opEvent(r, i, in, a.a, a.n, in.Imm)
		}
	case model.NewTimer:
		kind := uint8(in.Imm)
		if a == vint(model.Infinite) {
			kind = model.Endless
		}
		set(f, in, 0, ref(st.alloc(object{kind: oChan, site: siteOf(f), parent: -1, timer: kind, armed: true, cap: vint(1)}), 0))
	case model.StopTimer, model.ResetTimer:
		was := true
		if a.k == vRef {
			o := st.mut(a.a)
			was, o.armed = o.armed, in.Op == model.ResetTimer
			if in.Op == model.StopTimer {
				o.queue = nil
				m.opEvent(r, i, in, a.a, a.n, 0)
			} else if o.timer == model.Endless {
				o.timer = model.OneShot
			}
		}
		set(f, in, 0, vbool(was))
	case model.ChildDone:
		o := object{kind: oChan, site: siteOf(f), parent: -1, timer: model.DoneChan, cap: vint(0)}
		if in.Imm != 0 {
			o.timer = uint8(in.Imm)
		}
		switch a.k {
		case vRef:
			o.parent = a.a
		case vNil: // of a context that never ends
		default:
			o.timer = model.MayClose
		}
		v := ref(st.alloc(o), 0)
		set(f, in, 0, v)
		e := Event{Kind: EvOp, Op: in.Op, Obj: st.objs[v.a].serial}
		if o.parent >= 0 {
			e.Aux = int64(st.objs[o.parent].serial)
		}
		m.event(r, i, e)
	case model.DoneErr, model.IsDone:
		return m.doneErr(r, i, in, a)
	}
	f.pc++
	return nil, false
}

func (m *machine) doneErr(r *run, i int, in *model.Instr, a value) ([]*run, bool) {
	f := r.st.procs[i].top()
	closed, deadline := int32(-1), int32(-1)
	if a.k == vRef {
		closed, deadline = r.st.doneBy(a.a)
	}
	result := func(done bool) value {
		switch {
		case in.Op == model.IsDone:
			return vbool(done)
		case !done:
			return vnil
		case closed >= 0 && r.st.objs[closed].closed == chClosed && in.Args[1].Kind == model.KGlobal:
			return r.st.load(m.global(r.st, in.Args[1].N), model.Error)
		}
		return value{k: vTok, n: model.SomeError}
	}
	f.pc++
	if closed >= 0 {
		m.synced(r, i, EvAcquire, r.st.objs[closed].serial, 0)
	}
	if closed >= 0 || deadline < 0 {
		set(f, in, 0, result(closed >= 0))
		return nil, false
	}
	return m.forkOn(r, i, expectNothing, either(Neutral), func(n *run, done bool) {
		if done {
			n.st.mut(deadline).closed = chEnvClosed
			m.synced(n, i, EvAcquire, Environment, 0)
		}
		set(n.st.procs[i].top(), in, 0, result(done))
	}), true
}

func (m *machine) signal(st *state, a value, all bool) {
	for {
		first := -1
		for q, p := range st.procs {
			if p.ticket > 0 && p.cond == a && (first < 0 || p.ticket < st.procs[first].ticket) {
				first = q
			}
		}
		if first < 0 {
			return
		}
		st.proc(first).ticket = -1
		if !all {
			return
		}
	}
}

func (m *machine) close(r *run, i int, in *model.Instr, c value) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	switch {
	case c == givenNil && in.Op == model.Close:
		r.end = crashed
		return []*run{r}, true
	case c.k == vNil && in.Op == model.Close:
		m.bug(r, i, in, CloseNil, -1, 0)
		return nil, false
	case c.k != vRef:
	case st.objs[c.a].closed == chClosed && in.Op == model.Close:
		m.bug(r, i, in, CloseClosed, c.a, 0)
		return nil, false
	case st.objs[c.a].closed == chEnvClosed && in.Op == model.Close:
		// Whoever closed it would not have left it to us: what led here is no run.
		r.drop, m.refuted = true, true
		return []*run{r}, true
	default:
		if o := st.mut(c.a); o.closed == chOpen {
			o.closed = chClosed
		}
		m.opEvent(r, i, in, c.a, 0, 0)
		if st.objs[c.a].flags&fEnv != 0 {
			m.synced(r, i, EvRelease, Environment, 0)
		}
	}
	f.pc++
	return nil, false
}

// found reports whether a lock is in something that was found, not in an argument of the
// root: another one, found elsewhere, may be the same.
func (st *state) found(a value) bool {
	o := st.objs[a.a]
	return o.found() && (o.site > argSite || o.site <= argSite-maxArgs)
}

// identified reports whether it is known which lock an address means: of others
// it is not followed who holds them.
func (st *state) identified(a value) bool { return a.k == vRef && st.objs[a.a].flags&fAnyone == 0 }

func (m *machine) lock(r *run, i int, in *model.Instr, a value, c choice) ([]*run, bool) {
	st := r.st
	p := st.procs[i]
	f := p.top()
	if !st.identified(a) {
		if in.Op == model.TryLock || in.Op == model.TryRLock {
			set(f, in, 0, st.newSym(model.Bool, Neutral))
		}
		f.pc++
		return nil, false
	}
	l := st.lockAt(a)
	if c.kind == cAnnounce {
		l.t = 1
		st.mut(a.a).set(a.n, l)
		p.phase = 1
		p.run = false
		m.opEvent(r, i, in, a.a, a.n, Announces)
		return []*run{r}, true
	}
	switch in.Op {
	case model.TryLock, model.TryRLock:
		free := l.a < 0 && l.t == 0 && (l.n == 0 || in.Op == model.TryRLock)
		set(f, in, 0, vbool(free))
		if !free {
			f.pc++
			return nil, false
		}
	}
	switch in.Op {
	case model.Lock, model.TryLock:
		l.a, l.t = p.serial, 0
	default:
		l.n++
	}
	p.phase = 0
	st.mut(a.a).set(a.n, l)
	m.opEvent(r, i, in, a.a, a.n, 0)
	m.acquires(r, i, in, a)
	m.hold(st, p, a, in.Op == model.RLock || in.Op == model.TryRLock)
	st.clobber()
	f.pc++
	return nil, false
}

func (m *machine) unlock(r *run, i int, in *model.Instr, a value) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	if !st.identified(a) || st.found(a) && !st.procs[i].holds(a) {
		if h := m.heldAs(st.procs[i], in); h.k == vRef && (!st.identified(a) || st.found(h)) {
			a = h // what is found at two times may be the same
		} else if !st.identified(a) {
			f.pc++
			return nil, false
		}
	}
	l := st.lockAt(a)
	if m.unlocked(st, i, in, a) {
		m.bug(r, i, in, UnlockUnlocked, a.a, a.n)
		r.end = crashed // no deferred call runs, and nothing recovers it
		return []*run{r}, true
	}
	if in.Op == model.Unlock {
		l.a = -1
	} else if l.n > 0 {
		l.n--
	}
	st.mut(a.a).set(a.n, l)
	m.opEvent(r, i, in, a.a, a.n, 0)
	m.release(st, i, a, in.Op == model.RUnlock)
	f.pc++
	return nil, false
}

// unlocked reports whether process i is about to release a lock that nobody holds.
func (m *machine) unlocked(st *state, i int, in *model.Instr, a value) bool {
	l := st.lockAt(a)
	free := l.a < 0
	if in.Op == model.RUnlock {
		free = l.n == 0
	}
	unknown, _ := st.objs[a.a].unknown(a.n)
	return free && (!unknown && st.objs[a.a].flags&fEnv == 0 || m.released(st, i, a))
}

func (m *machine) wgAdd(r *run, i int, in *model.Instr, a value) {
	st := r.st
	f := st.procs[i].top()
	if a.k == vRef {
		d := m.eval(st, f, in.Args[1])
		o := st.objs[a.a]
		n, ok := o.get(a.n)
		if unknown, _ := o.unknown(a.n); !ok && unknown {
			n = st.unknownLen()
		} else if !ok {
			n = vint(0)
		}
		n = m.arith(st, model.Add, st.norm(n), d)
		out := st.compare(model.Lt, n, vint(0))
		if len(out) == 1 && out[0].truth && o.flags&fEnv == 0 {
			m.bug(r, i, in, NegativeCounter, a.a, a.n)
			return
		}
		for _, o := range out {
			if len(out) > 1 && !o.truth {
				o.apply(st) // a caller adds no less than nothing
			}
		}
		st.mut(a.a).set(a.n, n)
		m.opEvent(r, i, in, a.a, a.n, d.n)
	}
	f.pc++
}

func (m *machine) wgWait(r *run, i int, in *model.Instr, a value, c choice) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	if c.kind == cFull { // the counter is not zero yet
		n, _ := st.objs[a.a].get(a.n)
		for _, o := range st.compare(model.Eq, n, vint(0)) {
			if !o.truth {
				r.decide(o.weak, Event{Proc: st.procs[i].serial, Site: m.site(st.procs[i])})
				o.apply(st)
			}
		}
		st.procs[i].run = false
		return []*run{r}, true
	}
	f.pc++
	if a.k != vRef {
		return nil, false
	}
	m.opEvent(r, i, in, a.a, a.n, 0)
	st.clobber()
	n, ok := st.objs[a.a].get(a.n)
	if st.objs[a.a].flags&fEnv != 0 {
		if out := st.compare(model.Gt, n, vint(0)); ok && len(out) == 1 && out[0].truth {
			// Unknown code seldom ends what the program began.
			weak := uint8(Weak)
			if m.othersReach(st, i, a.a) {
				weak = VeryWeak // they do
			}
			r.decide(weak, Event{Proc: st.procs[i].serial, Site: m.site(st.procs[i])})
		}
		m.synced(r, i, EvAcquire, Environment, 0)
		return nil, false
	}
	if !ok {
		return nil, false
	}
	if out := st.compare(model.Eq, n, vint(0)); len(out) > 1 {
		for _, o := range out {
			if o.truth {
				r.decide(o.weak, Event{Proc: st.procs[i].serial, Site: m.site(st.procs[i])})
				o.apply(st)
			}
		}
	}
	return nil, false
}

// atomic executes a read-modify-write.
func (m *machine) atomic(r *run, i int, in *model.Instr) ([]*run, bool) {
	st := r.st
	f := st.procs[i].top()
	a := m.eval(st, f, in.Args[0])
	if a.k == vNil {
		r.end = crashed
		return []*run{r}, true
	}
	if m.touches(r, i, a, true) {
		return []*run{r}, true
	}
	c := model.Int
	if in.Op != model.AtomicAdd && in.Imm != 0 {
		c = model.Class(in.Imm)
	}
	m.atomically(r, i, a, true, true)
	old := st.load(a, c)
	f.pc++
	switch in.Op {
	case model.Swap:
		st.store(a, m.eval(st, f, in.Args[1]))
		set(f, in, 0, old)
	case model.AtomicAdd:
		n := m.arith(st, model.Add, old, m.eval(st, f, in.Args[1]))
		st.store(a, n)
		if n.k == vSym {
			s := st.sym(n.a)
			s.weak = max(s.weak, Weak) // who counts may know how many there are
		}
		set(f, in, 0, n)
	case model.Cas:
		want, v := m.eval(st, f, in.Args[1]), m.eval(st, f, in.Args[2])
		out := st.compare(model.Eq, old, want)
		return m.forkOn(r, i, expectNothing, out, func(n *run, same bool) {
			if same {
				n.st.store(a, v)
			}
			set(n.st.procs[i].top(), in, 0, vbool(same))
		}), true
	}
	return nil, false
}

// othersReach reports whether a process other than process i can reach an object.
func (m *machine) othersReach(st *state, i int, obj int32) bool {
	c := canon{prog: m.prog}
	return c.reached(st)[obj]&^(1<<i) != 0
}
