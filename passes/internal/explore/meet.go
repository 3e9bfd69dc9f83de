package explore

// meetings holds, for the states in which ways met within a macro step, the doubts
// of the runs that were there.
type meetings map[key][]doubts

// doubts are how little a finding is worth that rests on the decisions of a run.
type doubts struct {
	weak  int32
	worst uint8
}

// repeats reports whether another run stood where r stands, in the same state and
// with no more doubts: what r could do from here on, that one does. If none did, r
// is noted.
func (m *machine) repeats(r *run, met *meetings) bool {
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
	d := doubts{r.weak, r.worst}
	if *met == nil {
		*met = meetings{}
	}
	for _, o := range (*met)[k] {
		if o.weak <= d.weak && o.worst <= d.worst {
			return true
		}
	}
	(*met)[k] = append((*met)[k], d)
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
