package detect

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/explore"
)

// maxRest is how many nodes rest looks at.
const maxRest = 200

// rest goes on with the run of a finding until those who could end the wait are
// stuck, too, or gone: that shows why they do not. It takes no more doubts for that,
// and leaves it at the run as it is if it finds no such place.
func (d *detector) rest(f *Finding) {
	if !f.Kind.blocks() || f.Stuck == nil {
		return
	}
	if d.next == nil {
		d.next = make([][]int, len(d.g.Nodes))
		for i, n := range d.g.Nodes {
			if n.Parent >= 0 {
				d.next[n.Parent] = append(d.next[n.Parent], i)
			}
		}
	}
	from := d.g.Nodes[f.Node]
	for work := []int{f.Node}; len(work) > 0 && len(work) < maxRest; work = work[1:] {
		i := work[0]
		n := d.g.Nodes[i]
		if n.End != explore.Alive || n.Cut || n.Weak > from.Weak || n.GaveUp && !from.GaveUp || n.Failed && !from.Failed {
			continue
		}
		if stuck, ok := d.restsIn(i, f); ok {
			f.Later, f.Stuck = d.path(i)[len(f.Events):], stuck
			return
		}
		work = append(work, d.next[i]...)
	}
}

// restsIn reports whether those who could end the wait of f are stuck in a node,
// and returns all who are.
func (d *detector) restsIn(node int, f *Finding) ([]explore.Proc, bool) {
	procs := d.g.Nodes[node].Procs
	self := slices.IndexFunc(procs, func(p explore.Proc) bool { return p.Serial == f.Proc })
	if self < 0 {
		return nil, false
	}
	var stuck []explore.Proc
	for pos, p := range procs {
		isStuck := p.Blocked && d.moves[node]&(1<<pos) == 0
		if isStuck {
			stuck = append(stuck, p)
		}
		if pos == self && (!isStuck || p.Site.Pos != f.Site.Pos) || !isStuck && dependsOn(procs[self], p) {
			return nil, false
		}
	}
	return stuck, true
}
