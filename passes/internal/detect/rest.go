package detect

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/explore"
)

// maxRest is how many nodes rest looks at.
const maxRest = 200

// rest goes on with the run of a finding until those who could end the wait are
// stuck, too, or gone, and if possible until the one who started the process returns:
// that shows why they do not. It takes no more doubts for that, and leaves it at the
// run as it is if it finds no such place. Where runs meet, it goes on with the one that
// got there first, and takes that from the start.
func (d *detector) rest(f *Finding) {
	if !f.Kind.blocks() || f.Stuck == nil {
		return
	}
	from := d.g.Nodes[f.Node]
	self := d.find(f.Node, f.Proc)
	if self < 0 {
		return
	}
	type place struct{ node, pos int }
	seen, rests := map[int]bool{f.Node: true}, false
	run := *f
	for work := []place{{f.Node, self}}; len(work) > 0 && len(seen) < maxRest; work = work[1:] {
		i, pos := work[0].node, work[0].pos
		n := d.g.Nodes[i]
		if n.End != explore.Alive || n.Cut || n.Weak > from.Weak || n.GaveUp && !from.GaveUp || n.Failed && !from.Failed || !d.waits(i, pos, f) {
			continue
		}
		if o, ok := d.endIn(&run, i, pos); ok && (!rests || o.Other.Pos != 0) {
			*f, rests = o, true
			if f.Root || f.Other.Pos != 0 {
				return
			}
		}
		for _, e := range n.Out {
			if to := slices.Index(e.Map, 1<<pos); to >= 0 && !seen[e.To] {
				seen[e.To] = true
				work = append(work, place{e.To, to})
			}
		}
	}
}

// find returns where a process is in a node, -1 if it is not there.
func (d *detector) find(node int, serial int32) int {
	return slices.IndexFunc(d.g.Nodes[node].Procs, func(p explore.Proc) bool { return p.Serial == serial })
}

// waits reports whether a process of a node hangs where that of f does.
func (d *detector) waits(node, pos int, f *Finding) bool {
	return d.isStuck(node, pos) && d.g.Nodes[node].Procs[pos].Site.Pos == f.Site.Pos
}

// restsIn reports whether those who could end the wait of a process are stuck in a node,
// and returns all who are.
func (d *detector) restsIn(node, self int) ([]explore.Proc, bool) {
	procs := d.g.Nodes[node].Procs
	var stuck []explore.Proc
	for pos, p := range procs {
		if d.isStuck(node, pos) {
			stuck = append(stuck, p)
		} else if dependsOn(procs[self], p) {
			return nil, false
		}
	}
	return stuck, true
}

// endIn returns f as one that ends in a node in which its process rests, by the run that
// leads there. It is not ok if f is sure and something speaks against that run.
func (d *detector) endIn(f *Finding, node, pos int) (Finding, bool) {
	stuck, ok := d.restsIn(node, pos)
	if !ok {
		return *f, false
	}
	o := *f
	if !d.leadsTo(f.Node, node) {
		o.isOf(d.g.Nodes[node].Procs[pos])
		o.Node = node
		for up := d.g.Nodes[node].Parent; up >= 0; up = d.g.Nodes[up].Parent {
			if at := d.find(up, o.Proc); at < 0 || !d.waits(up, at, f) {
				break
			}
			o.Node = up
		}
		o.Events = d.g.Path(o.Node)
		d.explain(&o)
		if f.Level == Sure {
			if o.doubtRun(); o.Level != Sure {
				return *f, false
			}
		}
	}
	all := d.g.Path(node)
	o.Later, o.Stuck = all[len(o.Events):], stuck
	if o.returns() {
		o.Other = o.returned(all)
	}
	return o, true
}
