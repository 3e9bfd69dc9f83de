package concurrency

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// lockGraph collects the orders in which locks are taken, over all roots of a
// package. A lock is known by the type and field, or the package variable, that
// it is: what one root does with the locks of some objects, another one may do at
// the same time with those of the same.
type lockGraph struct {
	prog   *link.Program
	keys   map[model.Pos]string
	owners map[model.Pos]string // see extract.Package
	edges  []lockEdge
	seen   map[edgePlace][]int // the edges at a place, which differ in their gates
}

// edgePlace is what two edges that say the same have in common, but for gates.
type edgePlace struct {
	first, then         model.Pos
	firstRead, thenRead bool
}

// lockEdge is that lock b is taken while lock a is held.
type lockEdge struct {
	a, b  string
	first explore.Taken
	then  explore.Taken
	gates map[string]bool // other locks that are held meanwhile, and whether to read only
}

// add notes the acquisitions of a root. Those of the root itself count only if
// it can run concurrently with others.
func (g *lockGraph) add(acquired []explore.Acquisition, concurrent bool) {
	for _, acq := range acquired {
		b := g.keys[acq.Site.Pos]
		if b == "" || acq.Own || acq.Try || !concurrent && !acq.Spawned {
			continue
		}
		for i, h := range acq.Held {
			a := g.keys[h.Site.Pos]
			if a == "" || a == b || h.Own {
				continue
			}
			e := lockEdge{a: a, b: b, first: h, then: acq.Taken, gates: map[string]bool{}}
			for j, o := range acq.Held {
				if key := g.keys[o.Site.Pos]; j != i && key != "" {
					e.gates[key] = o.Read
				}
			}
			g.addEdge(e)
		}
	}
}

// addEdge adds an edge, unless another root had the same.
func (g *lockGraph) addEdge(e lockEdge) {
	at := edgePlace{e.first.Site.Pos, e.then.Site.Pos, e.first.Read, e.then.Read}
	if slices.ContainsFunc(g.seen[at], func(i int) bool { return maps.Equal(g.edges[i].gates, e.gates) }) {
		return
	}
	if g.seen == nil {
		g.seen = map[edgePlace][]int{}
	}
	g.seen[at] = append(g.seen[at], len(g.edges))
	g.edges = append(g.edges, e)
}

// findings reports the circles of two or three locks, each once, at the edge
// that comes first in the source. One with an order that is wrong by a circle
// before it is not reported: to mend that order mends both.
func (g *lockGraph) findings() []detect.Finding {
	slices.SortStableFunc(g.edges, func(x, y lockEdge) int { return cmp.Compare(x.then.Site.Pos, y.then.Site.Pos) })
	from := map[string][]int{} // edges by the lock that is held
	for i, e := range g.edges {
		from[e.a] = append(from[e.a], i)
	}
	type group struct {
		locks [3]string
		level detect.Level
	}
	seen := map[group]bool{}
	type order struct{ a, b string }
	told := map[order]bool{}
	var out []detect.Finding
	report := func(circle ...lockEdge) {
		var locks []string
		for _, e := range circle {
			locks = append(locks, e.a)
		}
		slices.Sort(locks)
		id := group{level: g.level(circle)}
		copy(id.locks[:], locks)
		if seen[id] || !closes(circle) || slices.ContainsFunc(circle, func(e lockEdge) bool { return told[order{e.a, e.b}] }) {
			return
		}
		seen[id] = true
		f := detect.Finding{Kind: detect.LockOrder, Level: id.level, Op: model.Lock, Site: circle[0].then.Site, At: circle[0].then.Site,
			Name: circle[0].then.Site.Name, Prog: g.prog, Other: circle[len(circle)-1].then.Site}
		for _, e := range circle {
			f.Chains = append(f.Chains, []explore.Site{e.first.Site, e.then.Site})
			told[order{e.a, e.b}] = told[order{e.a, e.b}] || id.level == detect.Sure
		}
		out = append(out, f)
	}
	for i, x := range g.edges {
		for _, j := range from[x.b] {
			if y := g.edges[j]; i < j && y.b == x.a {
				report(x, y)
			}
		}
	}
	for i, x := range g.edges {
		for _, j := range from[x.b] {
			for _, k := range from[g.edges[j].b] {
				if z := g.edges[k]; i < j && i < k && z.b == x.a {
					report(x, g.edges[j], z)
				}
			}
		}
	}
	return out
}

// level tells how sure it is that the locks of a circle which have the same name
// are the same: those of two objects that a container holds seldom are, unless
// the other lock is the container's, nor are those in two fields, nor those of an object
// and of what another one refers to.
func (g *lockGraph) level(circle []lockEdge) detect.Level {
	for i, e := range circle {
		prev := circle[(i+len(circle)-1)%len(circle)]
		if inTwoFields(e.first.Site.Name, prev.then.Site.Name) || g.apart(e) {
			return detect.Doubtful
		}
		for _, pos := range []model.Pos{e.first.Site.Pos, prev.then.Site.Pos} {
			owner, element := g.owners[pos]
			if element && !(len(circle) == 2 && owner != "" && strings.HasPrefix(e.b, owner+".")) {
				return detect.Doubtful
			}
		}
	}
	return detect.Sure
}

// apart reports whether the locks of an edge are of objects that do not belong together, as
// those of another edge with such locks do.
func (g *lockGraph) apart(e lockEdge) bool {
	return slices.ContainsFunc(g.edges, func(o lockEdge) bool {
		return o.a == e.a && o.b == e.b && e.first.Ties.Apart(o.first.Ties, true) || o.a == e.b && o.b == e.a && e.first.Ties.Apart(o.first.Ties, false)
	})
}

// inTwoFields reports whether two locks, as written, are in different fields, or fields of
// such.
func inTwoFields(a, b string) bool {
	x, y := strings.Split(a, ".")[1:], strings.Split(b, ".")[1:]
	n := min(len(x), len(y))
	return !slices.Equal(x[len(x)-n:], y[len(y)-n:])
}

// closes reports whether goroutines that are on the edges at the same time wait
// for each other: what one holds keeps the next one out, and no other lock keeps
// them apart.
func closes(circle []lockEdge) bool {
	for i, e := range circle {
		next := circle[(i+1)%len(circle)]
		if e.then.Read && next.first.Read {
			return false
		}
		for _, o := range circle[i+1:] {
			for key, read := range e.gates {
				if other, ok := o.gates[key]; ok && !(read && other) {
					return false
				}
			}
		}
	}
	return true
}
