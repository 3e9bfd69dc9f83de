package detect

import (
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// spins finds the processes that receive from closed channels for ever: they can
// neither end any more nor come to a place where they wait, unless somebody tells them so.
func (d *detector) spins() {
	g := d.g
	busy := false
	for _, n := range g.Nodes {
		for _, e := range n.Out {
			busy = busy || len(e.Spins) > 0
		}
	}
	if !busy {
		return
	}
	ends := d.backward(func(i int) uint16 {
		n := g.Nodes[i]
		if n.Cut || n.End != explore.Alive {
			return ^uint16(0)
		}
		var m uint16
		for pos, p := range n.Procs {
			if p.Blocked || p.Op == model.Sleep || listens(n, 1<<pos) {
				m |= 1 << pos
			}
		}
		return m
	}, func(e *explore.Edge) uint16 { return e.Ends }, func(e *explore.Edge) uint16 { return e.Asks })
	circle := g.Circles()
	for i, n := range g.Nodes {
		for _, e := range n.Out {
			if circle[e.To] != circle[i] {
				continue // it leaves the loop
			}
			for _, s := range e.Spins {
				for pos, p := range n.Procs {
					if s.Proc == 1<<pos && ends[i]&s.Proc == 0 {
						if gate(g.Prog, s.Site) || !d.closes(i, s.Obj) || g.Prog.IsForeign(s.Site.Fn) {
							continue // or a deadline closed it, or unknown code; or it is another package's loop
						}
						d.add(Finding{Kind: Spin, Op: model.Recv, Imm: inSelect(g.Prog, s.Site), Site: s.Site, Name: s.Site.Name, Proc: p.Serial, Root: p.Root, Node: i, Target: explore.Target{Serial: s.Obj}})
					}
				}
			}
		}
	}
}

// listens reports whether a process can go on from a node only if unknown code tells it
// something, or after some time.
func listens(n *explore.Node, proc uint16) bool {
	moves := false
	for _, e := range n.Out {
		if e.Moves&proc == 0 {
			continue
		}
		if (e.Asks|e.Fires)&proc == 0 {
			return false
		}
		moves = true
	}
	return moves
}

// closes reports whether the program closes a channel on the way to a node.
func (d *detector) closes(node int, obj int32) bool {
	for n := node; n >= 0; n = d.g.Nodes[n].Parent {
		for _, e := range d.g.Nodes[n].Events {
			if e.Kind == explore.EvOp && (e.Op == model.Close || e.Op == model.Cancel) && e.Obj == obj {
				return true
			}
		}
	}
	return false
}

// inSelect reports, as 1, whether a receive is a case of a select.
func inSelect(prog *link.Program, s explore.Site) int64 {
	if prog.Funcs[s.Fn].Code[s.PC].Op == model.Select {
		return 1
	}
	return 0
}

// gate reports whether a receive only waits for something to have begun: what it
// receives is nothing, and there is no other case.
func gate(prog *link.Program, s explore.Site) bool {
	in := &prog.Funcs[s.Fn].Code[s.PC]
	return in.Op == model.Recv && model.Class(in.Imm&0xff) == model.Struct && in.Dst[0] < 0
}
