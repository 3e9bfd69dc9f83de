package graph

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/trace"
)

// A builder makes a graph of a survey.
type builder struct {
	*survey
	out       *Graph
	functions map[string]int
	parents   map[origin]origin // between origins of one object, see same
}

func (s *survey) graph() *Graph {
	b := builder{survey: s, out: new(Graph), functions: make(map[string]int), parents: make(map[origin]origin)}
	for _, fn := range s.functions {
		b.stores(fn)
	}
	b.number()
	b.objects()
	b.goroutines()
	b.runs()
	return b.out
}

// stores joins what is stored to fields, globals and elements with these.
func (b *builder) stores(fn *ssa.Function) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch instr := instr.(type) {
			case *ssa.Store:
				switch instr.Addr.(type) {
				case *ssa.FieldAddr, *ssa.Global, *ssa.IndexAddr:
					b.store(func(w *walk) { w.content(instr.Addr) }, instr.Val)
				}
			case *ssa.MapUpdate:
				b.store(func(w *walk) { w.elements(instr.Map) }, instr.Value)
			}
		}
	}
}

// store joins a value with the places that a walk finds.
func (b *builder) store(find func(*walk), v ssa.Value) {
	if kindOf(v.Type()) != "" {
		w := walk{resolver: &b.resolver, seen: make(map[any]bool)}
		find(&w)
		b.join(w.found, b.resolve(v))
	}
}

func (b *builder) join(places, values []origin) {
	for _, p := range places {
		for _, v := range values {
			if p, v := b.same(p), b.same(v); p != v {
				if v.better(p) {
					p, v = v, p
				}
				b.parents[v] = p
			}
		}
	}
}

// same returns the origin that stands for an object.
func (b *builder) same(o origin) origin {
	for {
		p, ok := b.parents[o]
		if !ok {
			return o
		}
		o = p
	}
}

func (o origin) better(p origin) bool {
	return cmp.Or(cmp.Compare(o.rank, p.rank), cmp.Compare(o.at, p.at), cmp.Compare(o.name, p.name)) < 0
}

// number gives an index to each function that does something.
func (b *builder) number() {
	wanted := make(map[*ssa.Function]bool)
	for u := range b.uses {
		wanted[u.function] = true
	}
	for s := range b.starts {
		wanted[s.from], wanted[s.to] = true, true
	}
	byKey := make(map[string]*ssa.Function)
	for _, fn := range slices.SortedFunc(maps.Keys(wanted), func(x, y *ssa.Function) int { return cmp.Compare(x.String(), y.String()) }) {
		if _, ok := byKey[b.keyOf(fn)]; !ok {
			byKey[b.keyOf(fn)] = fn
		}
	}
	for _, fn := range slices.SortedFunc(maps.Values(byKey), func(x, y *ssa.Function) int {
		return cmp.Or(cmp.Compare(packageOf(x), packageOf(y)), comparePositions(position(b.fset, x.Pos()), position(b.fset, y.Pos())), cmp.Compare(x.String(), y.String()))
	}) {
		b.functions[b.keyOf(fn)] = len(b.out.Functions)
		b.out.Functions = append(b.out.Functions, Function{Name: functionName(fn), Package: packageOf(fn), Pos: position(b.fset, fn.Pos())})
	}
}

// keyOf is the same for the instances of a generic function, and for a function in a
// package and in its test variant.
func (b *builder) keyOf(fn *ssa.Function) string {
	return fmt.Sprintf("%s\n%s\n%v", packageOf(fn), functionName(fn), position(b.fset, fn.Pos()))
}

func (b *builder) indexOf(fn *ssa.Function) int { return b.functions[b.keyOf(fn)] }

// objects adds the objects and what is done to them.
func (b *builder) objects() {
	type identity struct {
		name string
		rank rank
		made trace.Kind
		pos  trace.Position
	}
	type deed struct {
		op       trace.Op
		function int
		via      string
	}
	objects := make(map[identity]*Object)
	places := make(map[*Object]map[deed][]trace.Position)
	for _, u := range b.sortedUses() {
		o := b.same(u.object)
		id := identity{o.name, o.rank, o.made, position(b.fset, o.at)}
		obj, ok := objects[id]
		if !ok {
			obj = &Object{Name: o.name, Kind: u.kind, Pos: id.pos, Parameter: o.rank == parameter}
			objects[id] = obj
			places[obj] = make(map[deed][]trace.Position)
		}
		if buffer, ok := b.buffers[u.object]; ok && u.op == trace.Make && !slices.Contains(obj.Buffers, buffer) {
			obj.Buffers = append(obj.Buffers, buffer)
		}
		d := deed{u.op, b.indexOf(u.function), u.via}
		if at := position(b.fset, u.at); !slices.Contains(places[obj][d], at) {
			places[obj][d] = append(places[obj][d], at)
		}
	}
	for obj, deeds := range places {
		for d, at := range deeds {
			obj.Uses = append(obj.Uses, Use{d.op, d.function, d.via, at})
		}
		slices.SortFunc(obj.Uses, Use.compare)
		b.out.Objects = append(b.out.Objects, *obj)
	}
	slices.SortFunc(b.out.Objects, func(x, y Object) int {
		return cmp.Or(comparePositions(x.Pos, y.Pos), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Kind, y.Kind), x.Uses[0].compare(y.Uses[0]))
	})
}

func (b *builder) sortedUses() []use {
	return slices.SortedFunc(maps.Keys(b.uses), func(x, y use) int {
		return cmp.Or(
			comparePositions(position(b.fset, x.at), position(b.fset, y.at)), cmp.Compare(x.op, y.op), cmp.Compare(x.via, y.via),
			cmp.Compare(x.kind, y.kind), cmp.Compare(x.object.at, y.object.at), cmp.Compare(x.object.name, y.object.name),
		)
	})
}

// goroutines adds the starts.
func (b *builder) goroutines() {
	type pair struct{ from, to int }
	starts := make(map[pair]*Start)
	for s := range b.starts {
		p := pair{b.indexOf(s.from), b.indexOf(s.to)}
		if starts[p] == nil {
			starts[p] = &Start{From: p.from, To: p.to}
		}
		starts[p].Loop = starts[p].Loop || s.loop
		if at := position(b.fset, s.at); !slices.Contains(starts[p].At, at) {
			starts[p].At = append(starts[p].At, at)
		}
	}
	for _, s := range starts {
		slices.SortFunc(s.At, comparePositions)
		b.out.Starts = append(b.out.Starts, *s)
	}
	slices.SortFunc(b.out.Starts, func(x, y Start) int {
		return cmp.Or(cmp.Compare(x.From, y.From), comparePositions(x.At[0], y.At[0]), cmp.Compare(x.To, y.To))
	})
}

// runs says in which goroutines functions run.
func (b *builder) runs() {
	started := make(map[*ssa.Function]map[*ssa.Function]bool) // by whom
	for s := range b.starts {
		if started[s.to] == nil {
			started[s.to] = make(map[*ssa.Function]bool)
		}
		started[s.to][s.from] = true
	}
	for entry := range started {
		number := b.indexOf(entry)
		seen := map[*ssa.Function]bool{entry: true}
		for work := []*ssa.Function{entry}; len(work) > 0; {
			fn := work[len(work)-1]
			work = work[:len(work)-1]
			if i, ok := b.functions[b.keyOf(fn)]; ok && !slices.Contains(b.out.Functions[i].In, number) {
				b.out.Functions[i].In = append(b.out.Functions[i].In, number)
			}
			for _, callee := range b.calls[fn] {
				if !seen[callee] && !started[callee][fn] {
					seen[callee] = true
					work = append(work, callee)
				}
			}
		}
	}
	for i := range b.out.Functions {
		slices.Sort(b.out.Functions[i].In)
	}
}

func packageOf(fn *ssa.Function) string {
	if p := canonical(fn).Package(); p != nil {
		return p.Pkg.Path()
	}
	return ""
}

// functionName returns the name that the runtime gives to a function, without its
// package.
func functionName(fn *ssa.Function) string {
	fn = canonical(fn)
	if p := fn.Parent(); p != nil {
		number := fn.Name()[strings.LastIndexByte(fn.Name(), '$')+1:]
		if p.Parent() != nil {
			return functionName(p) + "." + number
		}
		return functionName(p) + ".func" + number
	}
	if recv := fn.Signature.Recv(); recv != nil {
		t, star := recv.Type(), false
		if p, ok := t.(*types.Pointer); ok {
			t, star = p.Elem(), true
		}
		name := types.TypeString(t, func(*types.Package) string { return "" })
		name, _, _ = strings.Cut(name, "[")
		if star {
			name = "(*" + name + ")"
		}
		return name + "." + fn.Name()
	}
	name, _, _ := strings.Cut(fn.Name(), "#") // init functions are numbered
	return name
}

func position(fset *token.FileSet, p token.Pos) trace.Position {
	at := fset.Position(p)
	return trace.Position{File: at.Filename, Line: at.Line, Column: at.Column}
}
