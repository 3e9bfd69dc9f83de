package link

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// large is the smallest constant that is worth scaling down.
const large = 6

// Scaled returns the program with the large constants that bound loops, size
// channels or count wait groups in root and its callees replaced by small ones,
// and false if there are none. Equal constants stay equal, different ones keep
// their order, and neighbours stay neighbours, so that a loop that sends as
// many values as another one receives still does. Products do not survive: what
// is found in a scaled program must not depend on capacities and counters (see
// Scale.Affects).
func (p *Program) Scaled(root int32) (*Program, Scale, bool) {
	funcs := p.Reachable(root)
	var big []int64
	least := int64(1)
	for _, i := range funcs {
		for _, n := range p.constants(i).sizes {
			if n >= large {
				big = append(big, n)
			} else {
				least = max(least, n)
			}
		}
	}
	if len(big) == 0 {
		return nil, nil, false
	}
	most := slices.Max(big)
	for _, i := range funcs {
		for _, n := range p.constants(i).asked {
			if n <= most {
				big = append(big, n)
			}
		}
	}
	slices.Sort(big)
	big = slices.Compact(big)
	to := Scale{}
	next := least + 1
	for i, n := range big {
		if i > 0 && n-big[i-1] > 1 {
			next++
		}
		to[n] = next
		next++
	}
	q := *p
	q.Funcs = slices.Clone(p.Funcs)
	q.scale, q.scaled = to, make([]bool, len(p.Funcs))
	return &q, to, true
}

// HasLarge reports whether a function has constants that Scaled replaces.
func (p *Program) HasLarge(fn int32) bool {
	return slices.ContainsFunc(p.constants(fn).sizes, func(n int64) bool { return n >= large })
}

// Enter returns a function that is about to be explored. In a scaled program it scales the
// constants of the function first, if that is not done yet.
func (p *Program) Enter(fn int32) *model.FuncModel {
	if p.scale != nil && !p.scaled[fn] {
		p.scaled[fn] = true
		p.Funcs[fn] = p.scale.apply(p.Funcs[fn])
	}
	p.Funcs[fn].Analyze()
	return p.Funcs[fn]
}

// A Scale maps large constants to small ones.
type Scale map[int64]int64

// Affects reports whether n is the replacement of a constant.
func (s Scale) Affects(n int64) bool {
	for _, to := range s {
		if to == n {
			return true
		}
	}
	return false
}

// constants are those of a function that matter for its scale: the sizes bound, size or count
// something, the others, which are large, are those that something is compared to, as the last
// one of so many.
type constants struct{ sizes, asked []int64 }

func (p *Program) constants(fn int32) constants {
	f := p.Funcs[fn]
	out, ok := p.counts[f]
	if !ok {
		out = constantsOf(f)
		p.counts[f] = out
	}
	return out
}

func constantsOf(f *model.FuncModel) (out constants) {
	if f.Flags&model.Transparent != 0 {
		return out
	}
	note := func(to *[]int64, least int64, args []model.Operand) {
		for _, a := range args {
			if a.Kind == model.KInt && a.N >= least {
				*to = append(*to, a.N)
			}
		}
	}
	for pc := range f.Code {
		in := &f.Code[pc]
		switch in.Op {
		case model.Bin:
			switch op := model.BinOp(in.Imm); {
			case op >= model.Lt:
				note(&out.sizes, 1, in.Args)
			case op == model.Eq, op == model.Ne:
				note(&out.asked, large, in.Args)
			}
		case model.MakeChan, model.MakeList:
			note(&out.sizes, 1, in.Args[:1])
		case model.WgAdd:
			note(&out.sizes, 1, in.Args[1:])
		case model.Call:
			if in.Sym == "(*sync.WaitGroup).Add" {
				note(&out.sizes, 1, in.Args[1:])
			}
		}
	}
	return out
}

// apply returns f with its constants scaled: f itself if it has none of them, as most
// functions that a root can reach.
func (s Scale) apply(f *model.FuncModel) *model.FuncModel {
	if f.Flags&model.Transparent != 0 {
		return f
	}
	scaled := func(o model.Operand) bool {
		_, ok := s[o.N]
		return ok && o.Kind == model.KInt
	}
	out := f
	for pc := range f.Code {
		if !slices.ContainsFunc(f.Code[pc].Args, scaled) {
			continue
		}
		if out == f {
			c := *f
			c.Code = slices.Clone(f.Code)
			out = &c
		}
		in := &out.Code[pc]
		in.Args = slices.Clone(in.Args)
		for i, o := range in.Args {
			if scaled(o) {
				in.Args[i].N = s[o.N]
			}
		}
	}
	return out
}

// Reachable lists a function and all that it may call.
func (p *Program) Reachable(root int32) []int32 {
	seen := make([]bool, len(p.Funcs))
	seen[root] = true
	out := []int32{root}
	for i := 0; i < len(out); i++ {
		for _, c := range p.callees[out[i]] {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}
