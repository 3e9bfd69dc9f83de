package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// flow is the shape of the control flow of a function: immediate
// post-dominators and loops. It depends on the code only.
type flow struct {
	succs [][]int        // without the edges that only lead to a panic, or that no value takes
	ipdom []int          // by block; the number of blocks stands for the exit
	loop  []map[int]bool // innermost loop of each block, nil if none
	head  []int          // its header
}

// behindNoReturn reports whether a panic only marks, in the SSA form, that the
// call before it does not return.
func behindNoReturn(p *ssa.Panic) bool { return panicText(p) == "noreturn" }

// panicText is the constant string that a panic is called with.
func panicText(p *ssa.Panic) string {
	if mi, ok := p.X.(*ssa.MakeInterface); ok {
		if c, ok := mi.X.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.String {
			return constant.StringVal(c.Value)
		}
	}
	return ""
}

// deadEnds returns the blocks from which every way leads to a panic.
func deadEnds(fn *ssa.Function) []bool {
	dead := make([]bool, len(fn.Blocks))
	for changed := true; changed; {
		changed = false
		for i := len(fn.Blocks) - 1; i >= 0; i-- {
			b := fn.Blocks[i]
			if dead[i] || len(b.Instrs) == 0 {
				continue
			}
			p, d := b.Instrs[len(b.Instrs)-1].(*ssa.Panic)
			d = d && !behindNoReturn(p)
			if len(b.Succs) > 0 {
				d = true
				for _, s := range b.Succs {
					d = d && dead[s.Index]
				}
			}
			if d {
				dead[i], changed = true, true
			}
		}
	}
	return dead
}

// comparesToLast reports whether a block ends with the last one of the comparisons of a switch, where
// the type is one of the package's own and has no other constants left: it is that one then. Zero,
// which is what a variable has that nobody has set, must be one of them.
func comparesToLast(b *ssa.BasicBlock) bool {
	typ, value, c := comparesTo(b)
	if typ == nil {
		return false
	}
	if _, next, _ := comparesTo(b.Succs[1]); next == value {
		return false // another comparison follows
	}
	compared := map[string]bool{c.ExactString(): true}
	for len(b.Preds) == 1 && b.Preds[0].Succs[0] != b {
		b = b.Preds[0]
		_, same, c := comparesTo(b)
		if same != value {
			break
		}
		compared[c.ExactString()] = true
	}
	return len(compared) > 1 && compared["0"] && hasNoOther(typ, compared)
}

// comparesTo returns what a block asks at its end: whether a value of an enumeration that is not
// exported is a constant; nil if it asks something else.
func comparesTo(b *ssa.BasicBlock) (*types.Named, ssa.Value, constant.Value) {
	if len(b.Instrs) == 0 {
		return nil, nil, nil
	}
	br, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return nil, nil, nil
	}
	cmp, ok := br.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL {
		return nil, nil, nil
	}
	c, ok := cmp.Y.(*ssa.Const)
	named, isNamed := types.Unalias(cmp.X.Type()).(*types.Named)
	if !ok || !isNamed || c.Value == nil || named.Obj().Exported() || named.Obj().Parent() == nil || b.Parent().Pkg == nil || named.Obj().Pkg() != b.Parent().Pkg.Pkg {
		return nil, nil, nil
	}
	if basic, ok := named.Underlying().(*types.Basic); !ok || basic.Info()&types.IsInteger == 0 {
		return nil, nil, nil
	}
	return named, cmp.X, c.Value
}

// hasNoOther reports whether all constants of a type in its package have one of the given values.
func hasNoOther(n *types.Named, values map[string]bool) bool {
	scope := n.Obj().Parent()
	return !slices.ContainsFunc(scope.Names(), func(name string) bool {
		c, ok := scope.Lookup(name).(*types.Const)
		return ok && types.Identical(c.Type(), n) && !values[c.Val().ExactString()]
	})
}

// newFlow describes fn. Where prune is set, ways that can only end in a panic
// are left out: nobody recovers it, so it ends the program. It
// computes post-dominators by the iteration of Cooper, Harvey and
// Kennedy ("A Simple, Fast Dominance Algorithm", 2001) on the reverse graph.
func newFlow(fn *ssa.Function, prune bool) *flow {
	n := len(fn.Blocks)
	exit := n
	succs := make([][]int, n)
	preds := make([][]int, n+1)
	var dead []bool
	if prune {
		dead = deadEnds(fn)
	}
	for i, b := range fn.Blocks {
		ways := b.Succs
		if comparesToLast(b) {
			ways = ways[:1]
		}
		for _, s := range ways {
			if !prune || dead[i] || !dead[s.Index] {
				succs[i] = append(succs[i], s.Index)
			}
		}
	}
	kept := make([][]int, n)
	for i := range succs {
		kept[i] = append([]int(nil), succs[i]...)
	}
	// Blocks that cannot reach the exit get an edge to it, so that every block
	// has a post-dominator.
	reaches := make([]bool, n)
	for changed := true; changed; {
		changed = false
		for i := n - 1; i >= 0; i-- {
			ok := len(succs[i]) == 0
			for _, s := range succs[i] {
				ok = ok || reaches[s]
			}
			if ok && !reaches[i] {
				reaches[i] = true
				changed = true
			}
		}
	}
	for i := range succs {
		if len(succs[i]) == 0 || !reaches[i] {
			succs[i] = append(succs[i], exit)
		}
		for _, s := range succs[i] {
			preds[s] = append(preds[s], i)
		}
	}
	f := &flow{succs: kept, ipdom: postDominators(n, succs, preds)}
	f.findLoops(fn)
	return f
}

func postDominators(n int, succs, preds [][]int) []int {
	exit := n
	order := make([]int, 0, n+1) // post-order of the reverse graph
	num := make([]int, n+1)
	seen := make([]bool, n+1)
	type item struct{ b, next int }
	stack := []item{{exit, 0}}
	seen[exit] = true
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.next < len(preds[top.b]) {
			p := preds[top.b][top.next]
			top.next++
			if !seen[p] {
				seen[p] = true
				stack = append(stack, item{p, 0})
			}
			continue
		}
		num[top.b] = len(order)
		order = append(order, top.b)
		stack = stack[:len(stack)-1]
	}
	ipdom := make([]int, n+1)
	for i := range ipdom {
		ipdom[i] = -1
	}
	ipdom[exit] = exit
	for changed := true; changed; {
		changed = false
		for k := len(order) - 2; k >= 0; k-- {
			b := order[k]
			best := -1
			for _, s := range succs[b] {
				if ipdom[s] < 0 {
					continue
				}
				if best < 0 {
					best = s
					continue
				}
				x, y := best, s
				for x != y {
					for num[x] < num[y] {
						x = ipdom[x]
					}
					for num[y] < num[x] {
						y = ipdom[y]
					}
				}
				best = x
			}
			if best != ipdom[b] {
				ipdom[b] = best
				changed = true
			}
		}
	}
	return ipdom
}

func (f *flow) findLoops(fn *ssa.Function) {
	n := len(fn.Blocks)
	f.loop = make([]map[int]bool, n)
	f.head = make([]int, n)
	for _, b := range fn.Blocks {
		for _, h := range b.Succs {
			if !h.Dominates(b) {
				continue
			}
			body := map[int]bool{h.Index: true}
			work := []*ssa.BasicBlock{b}
			for len(work) > 0 {
				x := work[len(work)-1]
				work = work[:len(work)-1]
				if body[x.Index] {
					continue
				}
				body[x.Index] = true
				work = append(work, x.Preds...)
			}
			for i := range body {
				if f.loop[i] == nil || len(body) < len(f.loop[i]) || f.head[i] == h.Index {
					if f.loop[i] != nil && f.head[i] == h.Index {
						for k := range f.loop[i] { // several back edges to one header
							body[k] = true
						}
					}
					f.loop[i], f.head[i] = body, h.Index
				}
			}
		}
	}
}

// region returns the blocks on the ways from block b to its post-dominator.
func (f *flow) region(b int) []int {
	end := f.ipdom[b]
	seen := map[int]bool{}
	var out []int
	work := append([]int(nil), f.succs[b]...)
	for len(work) > 0 {
		x := work[len(work)-1]
		work = work[:len(work)-1]
		if x == end || seen[x] {
			continue
		}
		seen[x] = true
		out = append(out, x)
		work = append(work, f.succs[x]...)
	}
	return out
}

// endures reports whether a function has loops, and leaves them only if an error is not nil.
func (f *fnInfo) endures() bool {
	loops := false
	for _, b := range f.fn.Blocks {
		if f.flow.loop[b.Index] == nil {
			continue
		}
		loops = true
		for _, s := range b.Succs {
			if f.flow.loop[s.Index] == nil && !branchesOnError(b) {
				return false
			}
		}
	}
	return loops
}

// startsServer reports whether a function starts a goroutine that runs a server.
func startsServer(fn *ssa.Function) bool {
	found := false
	eachCall(fn, func(c ssa.CallInstruction) {
		if _, starts := c.(*ssa.Go); !starts {
			return
		}
		found = found || runsServer(c)
		if callee := c.Common().StaticCallee(); callee != nil {
			eachCall(callee, func(c ssa.CallInstruction) {
				_, plain := c.(*ssa.Call)
				found = found || plain && runsServer(c)
			})
		}
	})
	return found
}

// runsServer reports whether a call is one of a function that runs a server, by its name.
func runsServer(c ssa.CallInstruction) bool {
	switch k := c.Common(); {
	case k.IsInvoke():
		return model.Serves(k.Method.Name())
	case k.StaticCallee() != nil:
		return model.Serves(k.StaticCallee().Name())
	}
	return false
}

// branchesOnError reports whether a block ends by asking whether an error is nil.
func branchesOnError(b *ssa.BasicBlock) bool {
	br, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := br.Cond.(*ssa.BinOp)
	return ok && (cmp.Op == token.EQL || cmp.Op == token.NEQ) && isError(cmp.X.Type()) && isNil(cmp.Y)
}
