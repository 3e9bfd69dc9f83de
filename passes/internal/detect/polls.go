package detect

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// polled reports whether a process that could end the wait of p may come to go round in
// circles without waiting for anything: it computes something, or polls it between sleeps.
// The program ends such a loop by what the model does not know.
func (d *detector) polled(node int, p explore.Proc) bool {
	for pos, q := range d.g.Nodes[node].Procs {
		if q.Serial == p.Serial || q.Blocked || !dependsOn(p, q) {
			continue
		}
		if d.polls == nil {
			d.polls = d.canPoll()
		}
		if d.polls[node]&(1<<pos) != 0 {
			return true
		}
	}
	return false
}

// canPoll computes for every node which of its processes can come to such a loop.
func (d *detector) canPoll() []uint16 {
	circle := d.g.Circles()
	type member struct {
		circle int
		serial int32
	}
	moves, waits := map[member]bool{}, map[member]bool{}
	for i, n := range d.g.Nodes {
		for _, e := range n.Out {
			if circle[e.To] != circle[i] {
				continue
			}
			for pos, p := range n.Procs {
				m := member{circle[i], p.Serial}
				moves[m] = moves[m] || e.Moves&(1<<pos) != 0
				waits[m] = waits[m] || d.waitsAt(p)
			}
		}
	}
	return d.backward(func(i int) uint16 {
		var mask uint16
		for pos, p := range d.g.Nodes[i].Procs {
			if m := (member{circle[i], p.Serial}); moves[m] && !waits[m] {
				mask |= 1 << pos
			}
		}
		return mask
	}, nobody, nobody)
}

// waitsAt reports whether a process stands at an operation that can wait for others, or
// in a loop of a function that has some.
func (d *detector) waitsAt(p explore.Proc) bool {
	if p.Op == model.Yield {
		return slices.ContainsFunc(d.g.Prog.Funcs[p.Site.Fn].Code, func(in model.Instr) bool { return canWait(in.Op) })
	}
	return canWait(p.Op)
}

func canWait(op model.Op) bool {
	switch op {
	case model.Send, model.Recv, model.Select, model.WgWait, model.CondPark:
		return true
	}
	return false
}
