package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// emit writes the models of all functions that are relevant.
func (x *extractor) emit() *Package {
	p := &Package{Positions: x.at, LockKeys: map[model.Pos]string{}, LockOwners: map[model.Pos]string{}, Endless: x.endless, Methods: map[string]string{}, Names: map[string]*ssa.Function{}}
	for _, f := range x.order {
		if !f.relevant {
			continue
		}
		m := f.emit()
		if m.Check() != nil {
			continue // a construct that the extraction does not foresee
		}
		p.Funcs = append(p.Funcs, m)
		x.lockKeys(f, p)
		p.Names[m.Name] = f.fn
		if recv := f.fn.Signature.Recv(); recv != nil && f.fn.Parent() == nil {
			typ, _ := dynamicType(recv.Type())
			p.Methods[typ+"."+f.fn.Name()] = m.Name
			if _, ok := types.Unalias(recv.Type()).(*types.Named); ok {
				// The method set of the pointer type holds it, too.
				key := "*" + typ + "." + f.fn.Name()
				if p.Methods[key] == "" {
					p.Methods[key] = m.Name
				}
			}
		}
	}
	for _, name := range sortedMembers(x.pkg) {
		if g, ok := x.pkg.Members[name].(*ssa.Global); ok {
			p.Globals = append(p.Globals, x.global(g))
		}
	}
	x.implement(p)
	x.idle(p)
	x.roots(p)
	return p
}

// maxPairs bounds how many pairs of types are compared.
const maxPairs = 20_000

// implement finds out which types implement the interfaces that are asserted.
func (x *extractor) implement(p *Package) {
	if len(x.dynamic)*len(x.asserted) > maxPairs {
		return
	}
	p.Implements = map[string]map[string]bool{}
	for key, i := range x.asserted {
		p.Implements[key] = map[string]bool{}
		iface := i.Underlying().(*types.Interface)
		for name, t := range x.dynamic {
			if is := types.Implements(t, iface); is == x.ti.mayImplement(t, iface) {
				p.Implements[key][name] = is
			}
		}
	}
}

func (x *extractor) global(g *ssa.Global) model.Global {
	d := model.Global{Name: g.String()}
	switch {
	case x.isMain:
		d.Zero, d.Private = true, true
	case !x.initOnly[g] || token.IsExported(g.Name()) && !(len(x.sets[g]) > 0 && isError(deref(g.Type()))):
	case len(x.sets[g]) > 0, x.filled[g]:
		d.Constant = true
	default:
		d.Zero, d.Constant = true, true
	}
	return d
}

// idle notes the methods that do nothing which matters, see Package.
func (x *extractor) idle(p *Package) {
	p.Idle, p.Fixed = map[string]bool{}, map[string]model.Operand{}
	for name, t := range x.dynamic {
		set := x.pkg.Prog.MethodSets.MethodSet(t)
		for i := range set.Len() {
			method := set.At(i).Obj().Name()
			info, ok := x.idleMethod(t, method)
			if !ok {
				continue
			}
			p.Idle[name+"."+method] = true
			for n := range info.fn.Signature.Results().Len() {
				if o, ok := x.fixedResult(info.fn, n); ok {
					p.Fixed[name+"."+model.ResultName(method, n)] = o
				}
			}
		}
	}
}

// fixedResult returns what a function always returns as result i: a constant, or
// something that is not nil.
func (x *extractor) fixedResult(fn *ssa.Function, i int) (o model.Operand, ok bool) {
	for _, b := range fn.Blocks {
		ret, isRet := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !isRet {
			continue
		}
		r, fixed := x.fixed(ret.Results[i])
		if !fixed || ok && r != o {
			return o, false
		}
		o, ok = r, true
	}
	return o, ok
}

func (x *extractor) fixed(v ssa.Value) (model.Operand, bool) {
	switch v := v.(type) {
	case *ssa.Const:
		switch {
		case v.IsNil():
			return model.Nil(), true
		case v.Value == nil:
		case v.Value.Kind() == constant.Bool:
			return model.B(constant.BoolVal(v.Value)), true
		case v.Value.Kind() == constant.Int && v.Type().Underlying().(*types.Basic).Info()&types.IsInteger != 0:
			n := number(v.Value)
			return n, n.Kind == model.KInt
		}
	case *ssa.MakeInterface:
		return model.Operand{Kind: model.KNonNil}, true
	case *ssa.Call:
		if makesError(v) {
			return model.Operand{Kind: model.KNonNil}, true
		}
	case *ssa.UnOp:
		if g, ok := v.X.(*ssa.Global); ok && v.Op == token.MUL && x.initOnly[g] && len(x.sets[g]) > 0 && x.ti.class(v.Type()) == model.Error {
			return model.Operand{Kind: model.KNonNil}, true
		}
	}
	return model.Operand{}, false
}

// idleMethod returns a method of a type if it is one of the package's that has no
// model because it does nothing which matters.
func (x *extractor) idleMethod(t types.Type, method string) (*fnInfo, bool) {
	if types.IsInterface(t) {
		return nil, false
	}
	sel := x.pkg.Prog.MethodSets.MethodSet(t).Lookup(x.pkg.Pkg, method)
	if sel == nil || len(sel.Index()) > 1 {
		return nil, false
	}
	fn, ok := sel.Obj().(*types.Func)
	if !ok || fn.Pkg() != x.pkg.Pkg {
		return nil, false
	}
	info := x.fns[x.pkg.Prog.FuncValue(fn.Origin())]
	return info, info != nil && !info.relevant
}

// emitter writes the model of one function.
type emitter struct {
	x     *extractor
	f     *fnInfo
	m     *model.FuncModel
	slots map[ssa.Value]model.Slot
	parts map[ssa.Value][]*ssa.Extract
	next  model.Slot
	start []int // of each block, -1 if it is not emitted
	fix   []target
	queue []int
	iters map[*ssa.Range]model.Slot // the container that is iterated over
	work  bool                      // the block has a Work already
}

type target struct{ pc, i, block int }

// results lists the classes of the results that callers ask for.
func (f *fnInfo) results() string {
	res := f.fn.Signature.Results()
	classes := make([]byte, res.Len())
	for i := range classes {
		classes[i] = byte(f.x.ti.class(res.At(i).Type()))
	}
	return string(classes)
}

func (f *fnInfo) emit() *model.FuncModel {
	fn := f.fn
	m := &model.FuncModel{
		Name: funcName(fn), Params: len(fn.Params), Caps: len(fn.FreeVars), Recover: -1,
		Results: f.results(), Pos: f.x.at.number(fn.Pos()),
	}
	if fn.Synthetic != "" && fn.Name() != "init" {
		m.Flags |= model.Transparent
	}
	if inTestFile(fn) {
		m.Flags |= model.TestCode
	}
	if isTest(fn) {
		m.Flags |= model.TestFunc
	}
	if isCommand(fn) || f.x.endsProgram(fn, 0) {
		m.Flags |= model.Command
	}
	if isExpected(fn) {
		m.Flags |= model.Expected
	}
	if f.x.isMain && (f.endures() || startsServer(fn)) {
		m.Flags |= model.Endures
	}
	m.Code = f.x.code[:0]
	e := &emitter{x: f.x, f: f, m: m, slots: map[ssa.Value]model.Slot{}, parts: map[ssa.Value][]*ssa.Extract{},
		iters: map[*ssa.Range]model.Slot{}}
	for _, p := range fn.Params {
		e.slots[p] = e.fresh()
	}
	for _, p := range fn.FreeVars {
		e.slots[p] = e.fresh()
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if ex, ok := in.(*ssa.Extract); ok && f.need[ex] {
				e.part(ex)
			}
		}
	}
	e.blocks()
	f.x.code = m.Code
	m.CountSlots()
	tidy(m)
	m.CountSlots()
	m.Code = slices.Clone(m.Code) // many instructions are gone
	return m
}

// part notes a component of a value that is needed. Components may be taken several times:
// each case of a select takes its own ok.
func (e *emitter) part(ex *ssa.Extract) {
	parts := e.parts[ex.Tuple]
	if i := slices.IndexFunc(parts, func(p *ssa.Extract) bool { return p.Index == ex.Index }); i >= 0 {
		e.slots[ex] = e.slot(parts[i])
		return
	}
	e.parts[ex.Tuple] = append(parts, ex)
}

func (e *emitter) fresh() model.Slot {
	e.next++
	return e.next - 1
}

func (e *emitter) slot(v ssa.Value) model.Slot {
	s, ok := e.slots[v]
	if !ok {
		s = e.fresh()
		e.slots[v] = s
	}
	return s
}

// add appends an instruction.
func (e *emitter) add(in model.Instr) *model.Instr {
	in.Fn = -1
	e.m.Code = append(e.m.Code, in)
	return &e.m.Code[len(e.m.Code)-1]
}

func (e *emitter) set(v ssa.Value, op model.Op, imm int64, args ...model.Operand) *model.Instr {
	return e.add(model.Instr{Op: op, Dst: []model.Slot{e.slot(v)}, Args: args, Imm: imm, Pos: e.x.at.number(v.Pos()), Name: e.name(v.Pos())})
}

func (e *emitter) name(p token.Pos) string { return e.x.names.at[p] }

// blocks emits what can be reached, from the entry on, then the recover block.
func (e *emitter) blocks() {
	fn := e.f.fn
	e.start = make([]int, len(fn.Blocks))
	for i := range e.start {
		e.start[i] = -1
	}
	e.queue = []int{0}
	e.drain()
	if fn.Recover != nil {
		if e.start[fn.Recover.Index] < 0 {
			e.queue = append(e.queue, fn.Recover.Index)
			e.drain()
		}
		e.m.Recover = e.start[fn.Recover.Index]
	}
	for _, t := range e.fix {
		e.m.Code[t.pc].To[t.i] = e.start[t.block]
	}
}

func (e *emitter) drain() {
	for len(e.queue) > 0 {
		i := e.queue[0]
		e.queue = e.queue[1:]
		if e.start[i] >= 0 {
			continue
		}
		e.start[i] = len(e.m.Code)
		e.block(e.f.fn.Blocks[i])
	}
}

func (e *emitter) block(b *ssa.BasicBlock) {
	e.work = false
	for _, in := range evaluated(b) {
		e.instr(in)
	}
	switch last := b.Instrs[len(b.Instrs)-1].(type) {
	case *ssa.If:
		e.branch(b, last)
	case *ssa.Jump:
		e.jump(b, b.Succs[0])
	case *ssa.Return:
		e.ret(last)
	case *ssa.Panic:
		if e.f.kept[last] {
			e.add(model.Instr{Op: model.Panic, Pos: e.x.at.number(last.Pos())})
		} else {
			e.add(model.Instr{Op: model.Exit, Pos: e.x.at.number(last.Pos())})
		}
	default:
		e.add(model.Instr{Op: model.Exit})
	}
}

// evaluated lists the instructions of a block in the order in which the compiler evaluates
// them: of what a return statement gives back, first the calls, then the variables. (The
// language leaves that open, and package ssa goes from left to right.)
func evaluated(b *ssa.BasicBlock) []ssa.Instruction {
	ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	if !ok || !ret.Pos().IsValid() {
		return b.Instrs
	}
	first, last := 0, -1 // of the statement, and of its calls
	for i, in := range b.Instrs[:len(b.Instrs)-1] {
		if _, call := in.(*ssa.Call); call && in.Pos() > ret.Pos() {
			last = i
		} else if in.Pos().IsValid() && in.Pos() < ret.Pos() {
			first = i + 1
		}
	}
	if last < first {
		return b.Instrs
	}
	var out, loads []ssa.Instruction
	for _, in := range b.Instrs[first : last+1] {
		if load, ok := in.(*ssa.UnOp); ok && load.Op == token.MUL && !slices.ContainsFunc(*load.Referrers(), func(r ssa.Instruction) bool {
			return slices.Contains(b.Instrs[first:last+1], r)
		}) {
			loads = append(loads, in)
		} else {
			out = append(out, in)
		}
	}
	return slices.Concat(b.Instrs[:first], out, loads, b.Instrs[last+1:])
}

// jump goes from b to block to, setting its phis.
func (e *emitter) jump(from, to *ssa.BasicBlock) {
	for i, p := range to.Preds {
		if p == from {
			e.phis(to, i)
			break
		}
	}
	e.jmp(from, to)
}

func (e *emitter) jmp(from, to *ssa.BasicBlock) {
	in := e.add(model.Instr{Op: model.Jmp, To: []int{0}})
	if to.Dominates(from) {
		in.Imm = model.BackEdge
	}
	e.fix = append(e.fix, target{len(e.m.Code) - 1, 0, to.Index})
	e.queue = append(e.queue, to.Index)
}

// phis assigns the phis of a block for its edge i. Phis are parallel: where
// one reads what another one writes, values go through fresh slots.
func (e *emitter) phis(b *ssa.BasicBlock, i int) {
	type move struct {
		dst model.Slot
		src model.Operand
	}
	var moves []move
	written := map[int64]bool{}
	clash := false
	for _, in := range b.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		if !e.f.need[phi] {
			continue
		}
		src := e.operand(phi.Edges[i])
		if src.Kind == model.KSlot && written[src.N] {
			clash = true
		}
		written[int64(e.slot(phi))] = true
		moves = append(moves, move{e.slot(phi), src})
	}
	if clash {
		for k := range moves {
			t := e.fresh()
			e.add(model.Instr{Op: model.Mov, Dst: []model.Slot{t}, Args: []model.Operand{moves[k].src}})
			moves[k].src = model.S(t)
		}
	}
	for _, m := range moves {
		if m.src.Kind == model.KSlot && m.src.N == int64(m.dst) {
			continue
		}
		e.add(model.Instr{Op: model.Mov, Dst: []model.Slot{m.dst}, Args: []model.Operand{m.src}})
	}
}

// branch ends a block with two successors.
func (e *emitter) branch(b *ssa.BasicBlock, in *ssa.If) {
	succs := e.f.flow.succs[b.Index]
	if len(succs) == 1 {
		if cond := e.operand(in.Cond); ofSelect(in) && cond.Kind == model.KSlot {
			// Which case it is, is known: this one ends the program.
			br := e.add(model.Instr{Op: model.Br, Args: []model.Operand{cond}, To: []int{0, 0}})
			at := len(e.m.Code)
			br.To = []int{at + 1, at + 1}
			if b.Succs[0].Index == succs[0] {
				br.To[1] = at
			} else {
				br.To[0] = at
			}
			e.add(model.Instr{Op: model.Exit})
		} else if e.f.vouches(in) && cond.Kind == model.KSlot {
			if b.Succs[0].Index != succs[0] {
				not := e.fresh()
				e.add(model.Instr{Op: model.Not, Dst: []model.Slot{not}, Args: []model.Operand{cond}})
				cond = model.S(not)
			}
			e.add(model.Instr{Op: model.Assume, Args: []model.Operand{cond}})
		}
		e.jump(b, e.f.fn.Blocks[succs[0]])
		return
	}
	if !e.f.kept[in] {
		e.skip(b)
		return
	}
	br := e.add(model.Instr{Op: model.Br, Args: []model.Operand{e.cond(in)}, To: []int{0, 0}, Imm: e.exits(b), Pos: e.x.at.number(in.Cond.Pos())})
	at := len(e.m.Code) - 1
	if j := e.f.flow.ipdom[b.Index]; j < len(e.f.fn.Blocks) {
		br.To = []int{0, 0, 0}
		e.fix = append(e.fix, target{at, 2, j})
		e.queue = append(e.queue, j)
	}
	for k, s := range b.Succs {
		if !e.direct(b, s) {
			e.m.Code[at].To[k] = len(e.m.Code)
			e.edge(b, s, k)
			continue
		}
		e.fix = append(e.fix, target{at, k, s.Index})
		e.queue = append(e.queue, s.Index)
	}
}

// ofSelect reports whether a branch asks which case of a select it was. (After
// the last one, the SSA form has a panic that is never reached.)
func ofSelect(in *ssa.If) bool {
	for _, s := range in.Block().Succs {
		if p, ok := s.Instrs[len(s.Instrs)-1].(*ssa.Panic); ok && panicText(p) == "blocking select matched no case" {
			return false
		}
	}
	b, ok := in.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	x, ok := b.X.(*ssa.Extract)
	if !ok || x.Index != 0 {
		return false
	}
	_, ok = x.Tuple.(*ssa.Select)
	return ok
}

// edge emits the moves of the k-th edge of b as a block of their own.
func (e *emitter) edge(b, s *ssa.BasicBlock, k int) {
	n := 0
	for i, p := range s.Preds {
		if p != b {
			continue
		}
		// Both edges of a branch may lead to the same block.
		if n == 0 && (k == 0 || b.Succs[0] != s) || n == 1 {
			e.phis(s, i)
			break
		}
		n++
	}
	e.jmp(b, s)
}

// direct reports whether the edge needs no code.
func (e *emitter) direct(b, s *ssa.BasicBlock) bool {
	if s.Dominates(b) {
		return false
	}
	for _, in := range s.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			return true
		}
		if e.f.need[phi] {
			return false
		}
	}
	return true
}

// cond is the condition of a kept branch.
func (e *emitter) cond(in *ssa.If) model.Operand {
	o := e.operand(in.Cond)
	if o.Kind != model.KNone {
		return o
	}
	s := e.fresh()
	e.add(model.Instr{Op: model.Opaque, Dst: []model.Slot{s}, Imm: int64(model.Bool)})
	return model.S(s)
}

// skip goes from a dropped branch to where its ways meet.
func (e *emitter) skip(b *ssa.BasicBlock) {
	region := e.f.regions[b.Index]
	for _, i := range region {
		for _, in := range e.f.fn.Blocks[i].Instrs {
			e.noteWork(in)
			e.accesses(in, region)
		}
	}
	end := e.f.flow.ipdom[b.Index]
	if end < len(e.f.fn.Blocks) {
		to := e.f.fn.Blocks[end]
		inside := map[int]bool{b.Index: true}
		for _, i := range region {
			inside[i] = true
		}
		for i, p := range to.Preds {
			if inside[p.Index] {
				e.phis(to, i)
				break
			}
		}
		e.jmp(b, to)
		return
	}
	// All ways return alike: take the first return.
	slices.Sort(region)
	for _, i := range region {
		last := e.f.fn.Blocks[i]
		if r, ok := last.Instrs[len(last.Instrs)-1].(*ssa.Return); ok {
			if e.f.deferred {
				e.add(model.Instr{Op: model.RunDefers, Pos: e.x.at.number(r.Pos())})
			}
			e.ret(r)
			return
		}
	}
	e.add(model.Instr{Op: model.Exit})
}

// exits tells which successors of b leave a loop in which things pile up.
func (e *emitter) exits(b *ssa.BasicBlock) int64 {
	loop := e.f.flow.loop[b.Index]
	if loop == nil || !e.grows(loop) {
		return 0
	}
	var flags int64
	if !loop[b.Succs[0].Index] {
		flags |= model.ExitThen
	}
	if !loop[b.Succs[1].Index] {
		flags |= model.ExitElse
	}
	if flags == model.ExitThen|model.ExitElse {
		return 0
	}
	return flags
}

// grows reports whether rounds of a loop can leave something behind.
func (e *emitter) grows(loop map[int]bool) bool {
	for i := range loop {
		for _, in := range e.f.fn.Blocks[i].Instrs {
			switch in := in.(type) {
			case *ssa.Go, *ssa.Defer, *ssa.Call, *ssa.MapUpdate, *ssa.Send:
				if e.f.kept[in] {
					return true
				}
			case *ssa.Alloc, *ssa.MakeChan, *ssa.MakeClosure, *ssa.MakeSlice, *ssa.MakeMap:
				if e.f.need[in.(ssa.Value)] {
					return true
				}
			case *ssa.BinOp:
				if e.f.need[in] && in.Op == token.ADD {
					return true
				}
			}
		}
	}
	return false
}

// afterError reports whether only an error that is not nil leads to a block.
func afterError(b *ssa.BasicBlock) bool {
	for ; len(b.Preds) == 1; b = b.Preds[0] {
		pred := b.Preds[0]
		if br, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If); ok {
			cond, ok := br.Cond.(*ssa.BinOp)
			if !ok || !isError(cond.X.Type()) {
				continue
			}
			if isNil(cond.Y) && (cond.Op == token.NEQ && pred.Succs[0] == b || cond.Op == token.EQL && pred.Succs[1] == b) {
				return true
			}
		}
	}
	return false
}

func (e *emitter) ret(r *ssa.Return) {
	p := r.Pos()
	if !p.IsValid() && e.f.fn.Syntax() != nil {
		p = e.f.fn.Syntax().End() - 1
	}
	in := model.Instr{Op: model.Ret, Pos: e.x.at.number(p)}
	if e.f.locks {
		in.Sym = e.m.Results
	}
	if e.x.isMain && e.f.fn.Name() == "main" && afterError(r.Block()) {
		in.Imm = model.GivenUp
	}
	for i, v := range r.Results {
		if e.x.needs[resultKey{e.f.fn, i}] {
			in.Args = append(in.Args, e.operand(v))
		} else {
			in.Args = append(in.Args, model.Operand{})
		}
	}
	e.add(in)
}

// operand reads a value.
func (e *emitter) operand(v ssa.Value) model.Operand {
	switch v := v.(type) {
	case *ssa.Const:
		return e.constant(v)
	case *ssa.Global:
		return model.Operand{Kind: model.KGlobal, Sym: v.String(), N: -1}
	case *ssa.Function:
		if e.x.isRelevant(v) || e.x.lib.Lookup(funcName(v)) != nil {
			return model.Operand{Kind: model.KFunc, Sym: funcName(v), N: -1}
		}
		return model.Operand{Kind: model.KNonNil, N: 3}
	case *ssa.Parameter, *ssa.FreeVar:
		return model.S(e.slots[v])
	}
	if e.f.need[v] {
		return model.S(e.slot(v))
	}
	return model.Operand{}
}

// isRelevant reports whether a function is one of the package that has a model.
func (x *extractor) isRelevant(fn *ssa.Function) bool {
	info := x.fns[origin(fn)]
	return info != nil && info.relevant
}

func origin(fn *ssa.Function) *ssa.Function {
	if o := fn.Origin(); o != nil && len(o.Blocks) > 0 {
		return o
	}
	return fn
}

// staticCallee returns the function that is called, if it is known: of a generic one, the
// one that all instances share.
func staticCallee(c ssa.CallInstruction) *ssa.Function {
	fn := c.Common().StaticCallee()
	if fn == nil {
		return nil
	}
	return origin(fn)
}

func (e *emitter) constant(c *ssa.Const) model.Operand {
	switch e.x.ti.class(c.Type()) {
	case model.Bool:
		if c.Value != nil {
			return model.B(constant.BoolVal(c.Value))
		}
		return model.B(false)
	case model.Int:
		if c.Value == nil {
			return model.N(0)
		}
		return number(constant.ToInt(c.Value))
	case model.String:
		if c.Value == nil {
			return model.Operand{Kind: model.KString}
		}
		return model.Operand{Kind: model.KString, Sym: shorten(constant.StringVal(c.Value))}
	case model.Struct:
		s := e.fresh()
		e.add(model.Instr{Op: model.New, Dst: []model.Slot{s}, Imm: e.x.ti.size(c.Type())})
		return model.S(s)
	case model.None:
		return model.Operand{}
	}
	return model.Nil()
}

// number is the operand for an integer constant.
func number(v constant.Value) model.Operand {
	switch n, ok := constant.Int64Val(v); {
	case ok && n > -model.Infinite && n < model.Infinite:
		return model.N(n)
	case v.Kind() == constant.Int && (n >= 1<<62 || !ok && constant.Sign(v) > 0):
		return model.N(model.Infinite)
	}
	return model.Operand{}
}

// shorten keeps long string constants out of the models; what is left of two
// different ones still differs, as far as their lengths or heads do.
func shorten(s string) string {
	if len(s) > 64 {
		return s[:56] + "..." + string(rune('A'+len(s)%26))
	}
	return strings.ToValidUTF8(s, "?")
}
