package explore

import "slices"

// meetings holds the states in which ways met within a macro step.
type meetings map[key]*meeting

// A meeting is a state that several runs came to. Where two that differ in one decision
// came to it, that decision is nothing that what follows rests on.
type meeting struct {
	doubts  []doubts  // of the runs that were there
	ways    [][]int32 // decisions in doubt on the ways of the first runs, negative for false
	without []int32   // those of them that do not matter
}

// doubts are how little a finding is worth that rests on the decisions of a run.
type doubts struct {
	weak  int32
	worst uint8
}

// repeats reports whether another run stood where r stands, in the same state and
// with no more doubts: what r could do from here on, that one does. If none did, r
// is noted.
func (m *machine) repeats(r *run, met meetings) bool {
	m.canon.prog = m.prog
	k, _ := m.canon.encode(r.st)
	m.steps += len(m.canon.buf) / bytesPerStep
	for _, p := range r.st.procs {
		k[0] = mixed(k[0], uint64(p.rounds)<<1|uint64(b2i(p.run)))
		if len(p.frames) > 0 {
			k[0] = mixed(k[0], uint64(b2i(p.top().forked)))
		}
	}
	k[1] = mixed(k[1], r.went)
	for _, a := range r.st.past {
		k[1] = mixed(k[1], uint64(a.Site.Pos)<<24|uint64(a.Proc)<<8|uint64(b2i(a.Write)))
		k[1] = mixed(k[1], uint64(a.known)<<32|uint64(a.vars.len()))
	}
	k[1] = mixed(k[1], uint64(len(r.races)))
	k[0] = mixed(k[0], uint64(r.grant))
	at := met[k]
	if at == nil {
		at = &meeting{}
		met[k] = at
	}
	if r.weak > 0 && len(at.ways) < maxWays {
		at.arrive(r.doubted())
	}
	d := doubts{r.weak, r.worst}
	for _, o := range at.doubts {
		if o.weak <= d.weak && o.worst <= d.worst {
			return true
		}
	}
	at.doubts = append(at.doubts, d)
	r.passed = append(slices.Clip(r.passed), at)
	if m.met == nil {
		m.met = map[key]int{}
	}
	switch step, ok := m.met[k]; {
	case !ok:
		m.met[k] = m.step
	case step != m.step:
		// The rest of that step is one that both go on with, from a node of its own.
		r.pause()
	}
	return false
}

// maxWays bounds the ways that are compared at a meeting.
const maxWays = 16

// arrive notes one more way to the meeting, and what it shows not to matter.
func (t *meeting) arrive(way []int32) {
	t.ways = append(t.ways, way)
	for changed := true; changed; {
		changed = false
		for i, a := range t.ways {
			for _, b := range t.ways[:i] {
				last := len(a) - 1
				if last >= 0 && len(b) == len(a) && a[last] != 0 && a[last] == -b[last] && slices.Equal(a[:last], b[:last]) {
					d := max(a[last], b[last])
					t.without, changed = append(t.without, d), true
					for k, w := range t.ways {
						t.ways[k] = slices.DeleteFunc(slices.Clone(w), func(x int32) bool { return x == d || x == -d })
					}
				}
			}
		}
	}
}

// doubted lists the decisions in doubt on the way of a run within the macro step, but
// for those that do not matter; negative ones went to false, and 0 is one that cannot
// have gone the other way.
func (r *run) doubted() []int32 {
	var out []int32 // the last one first
	add := func(events []Event) {
		for i := len(events) - 1; i >= 0; i-- {
			switch e := &events[i]; {
			case e.Kind != EvChoice || e.Aux < Weak || r.settled(e.Peer):
			case e.Off == 0:
				out = append(out, -e.Peer)
			default:
				out = append(out, e.Peer)
			}
		}
	}
	add(r.events)
	for l := r.before; l != nil; l = l.before {
		add(l.events)
	}
	slices.Reverse(out)
	return out
}

// settled reports whether it does not matter for a run how a decision went.
func (r *run) settled(decision int32) bool {
	return decision != 0 && slices.ContainsFunc(r.passed, func(t *meeting) bool { return slices.Contains(t.without, decision) })
}

// settleDoubts takes back the doubts of a run that come from decisions which do not matter.
func (r *run) settleDoubts() {
	if r.weak == 0 || !slices.ContainsFunc(r.passed, func(t *meeting) bool { return len(t.without) > 0 }) {
		return
	}
	r.weak, r.worst = 0, Neutral
	r.events = slices.Clone(r.all()) // a log may have them, too
	for i := range r.events {
		e := &r.events[i]
		if e.Kind != EvChoice {
			continue
		}
		if r.settled(e.Peer) {
			e.Aux = Neutral
		}
		if e.Aux >= Weak {
			r.weak++
		}
		r.worst = max(r.worst, uint8(e.Aux))
	}
}

// pause ends the macro step of r within a process's way to its next operation.
func (r *run) pause() {
	for i, p := range r.st.procs {
		if p.run {
			p = r.st.proc(i)
			p.yield, p.crowd, p.run = true, true, false
			return
		}
	}
}

// bytesPerStep is how much of a state is compared in the time of one instruction.
const bytesPerStep = 64

func mixed(h, x uint64) uint64 { return fmix(h ^ x*0x9e3779b97f4a7c15) }
