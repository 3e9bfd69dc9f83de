package explore

// Circles numbers the strongly connected components of a graph: nodes that can be reached
// from each other have the same number (Tarjan, Depth-first search and linear graph
// algorithms, 1972).
func (g *Graph) Circles() []int {
	number, low := make([]int, len(g.Nodes)), make([]int, len(g.Nodes)) // from 1 on
	component := make([]int, len(g.Nodes))                              // from 1 on, when it is complete
	type frame struct{ node, edge int }
	var frames []frame
	var open []int
	visited, components := 0, 0
	enter := func(n int) {
		visited++
		number[n], low[n] = visited, visited
		frames, open = append(frames, frame{n, 0}), append(open, n)
	}
	for root := range g.Nodes {
		if number[root] != 0 {
			continue
		}
		enter(root)
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			n := f.node
			if f.edge < len(g.Nodes[n].Out) {
				to := g.Nodes[n].Out[f.edge].To
				f.edge++
				switch {
				case number[to] == 0:
					enter(to)
				case component[to] == 0:
					low[n] = min(low[n], number[to])
				}
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				parent := frames[len(frames)-1].node
				low[parent] = min(low[parent], low[n])
			}
			if low[n] == number[n] {
				components++
				for at := -1; at != n; {
					at = open[len(open)-1]
					open = open[:len(open)-1]
					component[at] = components
				}
			}
		}
	}
	return component
}
