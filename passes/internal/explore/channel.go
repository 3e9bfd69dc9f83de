package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// endpoint is the channel side of an operation: a send, a receive, or an arm of
// a select.
type endpoint struct {
	in  *model.Instr
	arm int
}

func (m *machine) endpoint(p *process, arm int) endpoint {
	f := p.top()
	return endpoint{&m.prog.Funcs[f.fn].Code[f.pc], arm}
}

func (e endpoint) ch() model.Operand {
	if e.in.Op == model.Select {
		return e.in.Cases[e.arm].Ch
	}
	return e.in.Args[0]
}

func (e endpoint) val() model.Operand {
	if e.in.Op == model.Select {
		return e.in.Cases[e.arm].Val
	}
	return e.in.Args[1]
}

func (e endpoint) class() model.Class {
	if e.in.Op == model.Select {
		return e.in.Cases[e.arm].Cls
	}
	return model.Class(e.in.Imm & 0xff)
}

// site is the place of the arm.
func (m *machine) armSite(p *process, e endpoint) Site {
	s := m.site(p)
	if e.in.Op == model.Select && e.in.Cases[e.arm].Pos != 0 && m.prog.Funcs[p.top().fn].Flags&model.Transparent == 0 {
		s.Pos, s.Name = e.in.Cases[e.arm].Pos, e.in.Cases[e.arm].Name
	}
	return s
}

// received completes a receive of process i.
func (m *machine) received(r *run, i int, e endpoint, v value, ok bool) {
	f := r.st.procs[i].top()
	if e.in.Op == model.Select {
		selected(f, e.in, e.arm, ok)
		if d := e.in.Cases[e.arm].Dst; d >= 0 {
			*f.slot(d) = v
		}
	} else {
		set(f, e.in, 0, v)
		set(f, e.in, 1, vbool(ok))
	}
	f.pc++
}

// sent completes a send of process i.
func (m *machine) sent(r *run, i int, e endpoint) {
	f := r.st.procs[i].top()
	if e.in.Op == model.Select {
		selected(f, e.in, e.arm, false)
	}
	f.pc++
}

// selected sets what a select says of the case that it took, -1 for the default, and
// that it received nothing in others.
func selected(f *frame, in *model.Instr, arm int, ok bool) {
	for i := range in.Cases {
		if d := in.Cases[i].Dst; d >= 0 {
			*f.slot(d) = value{}
		}
	}
	set(f, in, 0, vint(int64(arm)))
	set(f, in, 1, vbool(ok))
}

// communicate executes a send, receive or select in one way.
func (m *machine) communicate(r *run, i int, in *model.Instr, c choice) ([]*run, bool) {
	st := r.st
	p := st.procs[i]
	f := p.top()
	if c.kind == cDefault {
		selected(f, in, -1, false)
		m.event(r, i, Event{Kind: EvOp, Op: in.Op, Obj: -1, Aux: int64(c.kind)})
		f.pc++
		return nil, false
	}
	e := endpoint{in, c.arm}
	ch := m.eval(st, f, e.ch())
	ev := Event{Kind: EvOp, Op: model.Recv, Obj: -1, Aux: int64(c.kind), Site: m.armSite(p, e)}
	if ch.k == vRef {
		ev.Obj = st.objs[ch.a].serial
	}
	answered := c.kind == cEnvSend || c.kind == cEnvValue || c.kind == cEnvClosed
	if answered && m.test && ch.k == vRef && st.objs[ch.a].flags&fSkipped != 0 {
		// What was not looked into need not do that, and a test knows what its code does.
		r.decide(Weak, Event{Proc: p.serial, Site: ev.Site})
	}
	if m.test && c.kind == cEnvClosed && e.class() != model.Struct {
		r.decide(Weak, Event{Proc: p.serial, Site: ev.Site}) // a test knows that it gets something
	}
	switch c.kind {
	case cPush, cPushMaybe, cEnvSend, cPanic, cFull:
		return m.send(r, i, e, ch, c, ev)
	case cRendezvous:
		q := st.procs[c.peer]
		ev.Peer = q.serial
		if c := st.objs[ch.a].cap; c.k != vInt || c.n > 0 {
			ev.Aux = int64(cHandover)
		}
		m.event(r, i, ev)
		m.meet(r, i, e, c)
		if m.races && choiceKind(ev.Aux) == cHandover {
			back := Event{Kind: EvRelease, Obj: ev.Obj, Aux: 1}
			m.event(r, i, back)
		}
		return nil, false
	}
	m.event(r, i, ev)
	if m.test && in.Op == model.Select && c.kind == cEnvValue && m.orders(st, f, in, ch) {
		// What the code under test does with the channels of a test, it does in an
		// order that the test knows.
		r.decide(Weak, Event{Proc: p.serial, Site: ev.Site})
	}
	if m.test && m.prog.Funcs[f.fn].Flags&model.TestCode == 0 && c.timed() && (m.othersMove(st, i, true) || !m.waitsForTime(st, i)) {
		r.decide(Weak, Event{Proc: p.serial, Site: ev.Site}) // a test gives the code under test the time that it needs
	}
	switch c.kind {
	case cQueue:
		o := st.mut(ch.a)
		v := st.norm(o.queue[0])
		o.queue = append([]value(nil), o.queue[1:]...)
		m.received(r, i, e, v, true)
	case cClosed:
		m.doneFrom(r, i, ch.a)
		m.received(r, i, e, zero(e.class()), false)
	case cEnvValue:
		// Unknown code does not know what another package made for itself, and leaves it to
		// the goroutines here to send if they do, or to close what was made here.
		if o := st.objs[ch.a]; o.made && !m.madeHere(o) || !o.made && m.others(st, i, m.prog.SendsOn, ev.Site.Name) ||
			o.made && m.others(st, i, m.prog.ClosesOn, ev.Site.Name) {
			r.decide(Weak, Event{Proc: p.serial, Site: ev.Site})
		}
		weak := uint8(Neutral)
		if e.class() == model.Bool && st.objs[ch.a].flags&fSkipped != 0 {
			weak = Weak // what was not looked into may always send the same
		}
		v := st.unknown(e.class(), weak, siteOf(f))
		m.synced(r, i, EvAcquire, Environment, 0)
		m.received(r, i, e, v, true)
	case cEnvClosed:
		// Unknown code seldom closes what it gets.
		if st.objs[ch.a].made || m.others(st, i, m.prog.ClosesOn, ev.Site.Name) {
			r.decide(Weak, Event{Proc: p.serial, Site: ev.Site})
		}
		m.synced(r, i, EvAcquire, Environment, 0)
		st.mut(ch.a).closed = chEnvClosed
		m.received(r, i, e, zero(e.class()), false)
	case cTimer:
		if m.sleeps(st, p) {
			m.park(st, i)
		}
		if o := st.mut(ch.a); o.timer == model.OneShot {
			o.armed = false
		}
		m.received(r, i, e, st.unknown(e.class(), Neutral, siteOf(f)), true)
	case cDeadline:
		if m.others(st, i, m.prog.ClosesOn, ev.Site.Name) {
			r.decide(Weak, Event{Proc: p.serial, Site: ev.Site})
		}
		m.synced(r, i, EvAcquire, Environment, 0)
		st.mut(c.deadline).closed = chEnvClosed
		m.received(r, i, e, zero(e.class()), false)
	}
	st.clobber()
	return nil, false
}

// orders reports whether a select that takes what unknown code sends on ch could have
// waited for a channel that the program made as well: one that unknown code can reach, too,
// or any one if ch was found.
func (m *machine) orders(st *state, f *frame, in *model.Instr, ch value) bool {
	found := ch.k == vRef && !st.objs[ch.a].made
	for i := range in.Cases {
		other := m.eval(st, f, in.Cases[i].Ch)
		if other != ch && other.k == vRef && st.objs[other.a].cap.k != vNone && (found || st.objs[other.a].flags&fEnv != 0) {
			return true
		}
	}
	return false
}

func (m *machine) send(r *run, i int, e endpoint, ch value, c choice, ev Event) ([]*run, bool) {
	st := r.st
	p := st.procs[i]
	ev.Op = model.Send
	v := m.eval(st, p.top(), e.val())
	switch c.kind {
	case cPanic:
		ev.Kind, ev.Aux, ev.Inner = EvBug, int64(SendClosed), m.inner(st, i, ch.a)
		m.event(r, i, ev)
		p.top().unwind = unwindPanic
		return nil, false
	case cFull, cPushMaybe:
		out := st.compare(model.Lt, vint(int64(len(st.objs[ch.a].queue))), st.objs[ch.a].cap)
		for _, o := range out {
			if o.truth == (c.kind == cPushMaybe) {
				weak := max(o.weak, Weak)
				if c.kind == cFull && o.weak >= Weak {
					weak = VeryWeak // nothing is known of the capacity
				}
				r.decide(weak, Event{Proc: p.serial, Site: ev.Site})
				if o.apply != nil {
					o.apply(st)
				}
			}
		}
		if c.kind == cFull {
			p.run = false
			return []*run{r}, true
		}
	case cEnvSend:
		st.escape(v)
		if ch.k == vRef {
			st.mut(ch.a).flags |= fEnv // what is in it is not known any more
		}
		m.event(r, i, ev)
		m.synced(r, i, EvRelease, Environment, 0)
		m.sent(r, i, e)
		return nil, false
	}
	o := st.mut(ch.a)
	if o.flags&fShared != 0 {
		st.share(v)
	}
	o.queue = append(o.queue, v)
	m.event(r, i, ev)
	m.sent(r, i, e)
	return nil, false
}

// meet lets receiver i take the value of the sender of choice c.
func (m *machine) meet(r *run, i int, e endpoint, c choice) {
	st := r.st
	q := st.proc(c.peer)
	se := m.endpoint(q, c.peerArm)
	v := m.eval(st, q.top(), se.val())
	st.share(v)
	m.event(r, c.peer, Event{Kind: EvOp, Op: model.Send, Peer: st.procs[i].serial,
		Obj: r.events[len(r.events)-1].Obj, Aux: r.events[len(r.events)-1].Aux, Site: m.armSite(q, se)})
	m.received(r, i, e, v, true)
	m.sent(r, c.peer, se)
	q.run, q.parked, q.rounds = true, false, 0
	st.clobber()
}

// others reports whether processes other than i can send on, or close, a channel that
// the code calls like this, and unknown code therefore leaves it to them: does tells it
// of a function.
func (m *machine) others(st *state, i int, does func(fn int32, name string) bool, name string) bool {
	return slices.ContainsFunc(st.procs, func(p *process) bool {
		return p != st.procs[i] && slices.ContainsFunc(p.frames, func(f *frame) bool {
			return does(f.fn, name) || slices.ContainsFunc(f.regs, func(v value) bool { return v.k == vFunc && v.a >= 0 && does(v.a, name) })
		})
	})
}
