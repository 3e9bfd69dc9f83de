package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// instr translates an instruction that is kept or whose value is needed; ends
// of blocks are handled by block.
func (e *emitter) instr(in ssa.Instruction) {
	e.accesses(in, nil)
	for _, v := range e.f.escapes(in) {
		out := model.Instr{Op: model.Escape, Args: []model.Operand{e.operand(v)}}
		switch c, ok := in.(ssa.CallInstruction); {
		case !ok:
		case c.Common().IsInvoke() && v == c.Common().Value:
			out.Sym = c.Common().Method.Name()
		case isLock(v.Type()):
			out.Sym = "Unlock" // why else would it be given
		}
		e.add(out)
	}
	for _, w := range e.f.writes(in) {
		addr := e.operand(w.base)
		if w.off > 0 {
			s := e.fresh()
			e.add(model.Instr{Op: model.FieldAt, Dst: []model.Slot{s}, Args: []model.Operand{addr}, Imm: w.off})
			addr = model.S(s)
		}
		s := e.fresh()
		e.add(model.Instr{Op: model.Opaque, Dst: []model.Slot{s}, Imm: e.class(w.t), Sym: "weak"})
		e.add(model.Instr{Op: model.Store, Args: []model.Operand{addr, model.S(s)}, Pos: e.x.at.number(in.Pos())})
	}
	if v, ok := in.(ssa.Value); ok && e.f.need[v] && !e.f.kept[in] {
		if first := e.f.first(v); first != nil {
			e.set(v, model.Mov, 0, e.operand(first))
			return
		}
	}
	switch in := in.(type) {
	case *ssa.If, *ssa.Jump, *ssa.Return, *ssa.Panic, *ssa.Phi, *ssa.Extract, *ssa.DebugRef:
		return
	case ssa.CallInstruction:
		e.call(in)
		return
	case *ssa.RunDefers:
		if e.f.kept[in] {
			e.add(model.Instr{Op: model.RunDefers})
		}
		return
	case *ssa.Select:
		e.selectStmt(in)
		return
	}
	if v, ok := in.(ssa.Value); ok {
		if e.f.need[v] || e.f.kept[in] || len(e.parts[v]) > 0 {
			e.value(v)
		}
		return
	}
	if e.f.kept[in] && e.f.effect(in) {
		e.effect(in)
	}
}

// effect emits a kept instruction without a value.
func (e *emitter) effect(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.Send:
		e.add(model.Instr{Op: model.Send, Args: []model.Operand{e.operand(in.Chan), e.operand(in.X)},
			Pos: e.x.at.number(in.Pos()), Name: e.name(in.Pos())})
	case *ssa.Store:
		t := in.Val.Type()
		if isParam(t) {
			// What is there can be of any type, and be of more than one cell.
			e.add(model.Instr{Op: model.Copy, Args: []model.Operand{e.operand(in.Addr), {}}, Imm: e.x.largestArg(), Pos: e.x.at.number(in.Pos())})
			return
		}
		if isCells(t) {
			e.add(model.Instr{Op: model.Copy, Args: []model.Operand{e.operand(in.Addr), e.operand(in.Val)}, Imm: e.x.ti.size(t), Pos: e.x.at.number(in.Pos())})
			return
		}
		e.add(model.Instr{Op: model.Store, Args: []model.Operand{e.operand(in.Addr), e.operand(in.Val)}, Pos: e.x.at.number(in.Pos())})
	case *ssa.MapUpdate:
		e.add(model.Instr{Op: model.MapPut, Args: []model.Operand{e.operand(in.Map), e.operand(in.Key), e.operand(in.Value)}, Pos: e.x.at.number(in.Pos())})
	}
}

func (e *emitter) class(t types.Type) int64 { return int64(e.x.ti.class(t)) }

// toldBySetter reports whether a call asks a captured object for something, and another
// function around the same variable calls a method of that object with arguments: a flag
// in a type of another package, most likely.
func (x *extractor) toldBySetter(c *ssa.Call) bool {
	object := func(c ssa.CallInstruction) *ssa.Alloc {
		fn := c.Common().StaticCallee()
		if fn == nil || fn.Signature.Recv() == nil {
			return nil
		}
		v := c.Common().Args[0]
		if load, ok := v.(*ssa.UnOp); ok {
			v = load.X
		}
		key, _ := x.memoryKey(v, c)
		a, _ := key.(*ssa.Alloc)
		return a
	}
	asked := object(c)
	if asked == nil || len(c.Call.Args) > 1 {
		return false
	}
	found := false
	var look func(fn *ssa.Function)
	look = func(fn *ssa.Function) {
		eachCall(fn, func(set ssa.CallInstruction) {
			found = found || fn != c.Parent() && len(set.Common().Args) > 1 && object(set) == asked
		})
		for _, lit := range fn.AnonFuncs {
			look(lit)
		}
	}
	look(asked.Parent())
	return found
}

// opaque makes v unknown.
func (e *emitter) opaque(v ssa.Value) {
	if parts := e.parts[v]; len(parts) > 0 {
		for _, p := range parts {
			if !e.failure(p, v, p.Index) {
				e.add(e.unknown(v, model.Instr{Op: model.Opaque, Dst: []model.Slot{e.slot(p)}, Imm: e.class(p.Type())}, p.Index))
			}
		}
		return
	}
	if !e.f.need[v] || e.failure(v, v, 0) {
		return
	}
	in := e.set(v, model.Opaque, e.class(v.Type()))
	in.Pos, in.Name = 0, ""
	*in = e.unknown(v, *in, 0)
	if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsUnsigned != 0 {
		in.Sym = "nat"
	}
	if b, ok := v.(*ssa.BinOp); ok && (e.class(b.Type()) == int64(model.Int) || isFloat(b.X.Type())) {
		in.Sym = "weak" // the result of arithmetic that is not modelled
	}
}

// failure emits result i of a call if it is an error which the function, that is not
// modelled, always returns: one that chooses among several.
func (e *emitter) failure(result, call ssa.Value, i int) bool {
	c, ok := call.(*ssa.Call)
	if !ok || !isError(result.Type()) {
		return false
	}
	fn := staticCallee(c)
	if fn == nil {
		return false
	}
	o, ok := e.x.fixedResult(fn, i)
	if !ok || o.Kind != model.KNonNil {
		return false
	}
	o.N = model.SomeError
	e.add(model.Instr{Op: model.Mov, Dst: []model.Slot{e.slot(result)}, Args: []model.Operand{o}})
	return true
}

func isFloat(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// errorMakers are the names of functions that make an error, which is not nil;
// packages of errors have functions that are called New, too.
var (
	errorMakers = regexp.MustCompile("^([nN]ew\\w*Err(or)?|Errorf)$")
	errorNews   = regexp.MustCompile("err\\w*\\.Newf?$")
)

// makesError reports whether a call is, by its name, of a function that makes an error.
func makesError(c *ssa.Call) bool {
	fn := c.Call.StaticCallee()
	return fn != nil && isError(c.Type()) &&
		(errorMakers.MatchString(fn.Name()) || fn.Pkg != nil && errorNews.MatchString(fn.Pkg.Pkg.Name()+"."+fn.Name()))
}

// hasErrorModel reports whether a function that makes an error is one of those of which the
// tables tell what it makes.
func hasErrorModel(fn *ssa.Function) bool {
	return fn.Pkg != nil && (fn.Pkg.Pkg.Name() == "errors" || fn.Pkg.Pkg.Path() == "fmt")
}

// unknown completes an Opaque for result i of v by what is known of it.
func (e *emitter) unknown(v ssa.Value, in model.Instr, i int) model.Instr {
	c, ok := v.(*ssa.Call)
	if !ok {
		return in
	}
	if fn := c.Call.StaticCallee(); fn != nil && in.Imm == int64(model.Int) && fn.Pkg != nil && (fn.Pkg.Pkg.Path() == "runtime" || fn.Pkg.Pkg.Path() == "flag") {
		in.Sym = "pos" // what the machine or a flag says is not 0 where it matters
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok && b.Name() == "max" && in.Imm == int64(model.Int) && slices.ContainsFunc(c.Call.Args, isPositive) {
		in.Sym = "pos"
	}
	if in.Imm == int64(model.Bool) && e.x.toldBySetter(c) {
		in.Sym = "weak" // it goes with what another goroutine has done before
	}
	if i == 0 && isUsed(v) {
		in.Sym = "set"
	}
	if c.Call.IsInvoke() && e.f.needed(c.Call.Value) && len(e.x.implementations(&c.Call)) > 0 {
		in.Sym, in.Args = model.ResultName(c.Call.Method.Name(), i), []model.Operand{e.operand(c.Call.Value)}
	}
	return in
}

func (e *emitter) value(v ssa.Value) {
	ti := e.x.ti
	switch v := v.(type) {
	case *ssa.Alloc:
		e.set(v, model.New, ti.size(deref(v.Type())))
	case *ssa.BinOp:
		e.binary(v)
	case *ssa.UnOp:
		e.unary(v)
	case *ssa.ChangeType:
		op := model.Mov
		if isParam(v.X.Type()) && !isParam(v.Type()) {
			op = model.MakeIface // of a constraint's underlying type, which is an interface
		}
		e.set(v, op, 0, e.operand(v.X))
	case *ssa.ChangeInterface:
		e.set(v, model.Mov, 0, e.operand(v.X))
	case *ssa.Convert:
		if isCast(v) {
			e.opaque(v)
			return
		}
		if c := ti.class(v.Type()); c == ti.class(v.X.Type()) && c != model.String && c != model.List {
			e.set(v, model.Mov, 0, e.operand(v.X))
			return
		}
		e.opaque(v)
	case *ssa.MakeInterface:
		x, t := e.operand(v.X), v.X.Type()
		if off, lock, ok := ti.embeddedLock(v.Type(), t); ok {
			s := e.fresh()
			e.add(model.Instr{Op: model.FieldAt, Dst: []model.Slot{s}, Args: []model.Operand{x}, Imm: off})
			x, t = model.S(s), lock
		}
		in := e.set(v, model.MakeIface, 0, x)
		if in.Sym, t = dynamicType(t); in.Sym != "" {
			e.x.dynamic[in.Sym] = t
		}
	case *ssa.TypeAssert:
		e.assert(v)
	case *ssa.FieldAddr:
		e.set(v, model.FieldAt, ti.offset(deref(v.X.Type()), v.Field), e.operand(v.X))
	case *ssa.Field:
		s := e.fresh()
		e.add(model.Instr{Op: model.FieldAt, Dst: []model.Slot{s}, Args: []model.Operand{e.operand(v.X)}, Imm: ti.offset(v.X.Type(), v.Field)})
		e.load(v, model.S(s))
	case *ssa.IndexAddr:
		size := ti.size(deref(v.Type()))
		e.set(v, model.IndexAt, size, e.operand(v.X), e.operand(v.Index))
	case *ssa.Index:
		if _, ok := under(v.X.Type()).(*types.Array); !ok {
			e.opaque(v)
			return
		}
		s := e.fresh()
		e.add(model.Instr{Op: model.IndexAt, Dst: []model.Slot{s}, Args: []model.Operand{e.operand(v.X), e.operand(v.Index)}, Imm: ti.size(v.Type())})
		e.load(v, model.S(s))
	case *ssa.Lookup:
		e.lookup(v)
	case *ssa.MakeChan:
		e.set(v, model.MakeChan, 0, e.operand(v.Size))
	case *ssa.MakeSlice:
		e.set(v, model.MakeList, 0, e.operand(v.Len))
	case *ssa.MakeMap:
		e.set(v, model.MakeMap, 0)
	case *ssa.MakeClosure:
		e.closure(v)
	case *ssa.Slice:
		e.slice(v)
	case *ssa.Range:
		e.set(v, model.Mov, 0, model.N(0))
		c := e.fresh()
		e.iters[v] = c
		if _, ok := under(v.X.Type()).(*types.Map); ok {
			e.add(model.Instr{Op: model.Clone, Dst: []model.Slot{c}, Args: []model.Operand{e.operand(v.X)}})
		}
	case *ssa.Next:
		e.nextEntry(v)
	default:
		e.opaque(v)
	}
}

func (e *emitter) binary(v *ssa.BinOp) {
	ops := map[token.Token]model.BinOp{token.ADD: model.Add, token.SUB: model.Sub, token.MUL: model.Mul, token.REM: model.Rem, token.EQL: model.Eq,
		token.NEQ: model.Ne, token.LSS: model.Lt, token.LEQ: model.Le, token.GTR: model.Gt, token.GEQ: model.Ge}
	if s, op := emptiness(v); s != nil {
		e.set(v, model.Bin, int64(ops[op]), e.operand(s), model.Operand{Kind: model.KString})
		return
	}
	if isEmptyStruct(v.X.Type()) && isEmptyStruct(v.Y.Type()) {
		e.set(v, model.Mov, 0, model.B(v.Op == token.EQL)) // there is one value
		return
	}
	if op, ok := ops[v.Op]; ok && e.f.modelledOp(v) {
		in := e.set(v, model.Bin, int64(op), e.operand(v.X), e.operand(v.Y))
		if (isNil(v.X) || isNil(v.Y)) && isError(v.X.Type()) && !e.x.failsInTests(v.X) {
			in.Sym = "error"
		}
		return
	}
	e.opaque(v)
}

// failsInTests reports whether a value is the error of a function that a field holds, and
// a test has put one there which always fails.
func (x *extractor) failsInTests(v ssa.Value) bool {
	n := 0
	if part, ok := v.(*ssa.Extract); ok {
		v, n = part.Tuple, part.Index
	}
	c, ok := v.(*ssa.Call)
	if !ok || c.Call.IsInvoke() || c.Call.StaticCallee() != nil {
		return false
	}
	load, ok := c.Call.Value.(*ssa.UnOp)
	if !ok {
		return false
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	return slices.ContainsFunc(x.standIns[fieldVar(fa.X.Type(), fa.Field)], func(fn *ssa.Function) bool {
		o, ok := x.fixedResult(fn, n)
		return ok && o.Kind == model.KNonNil
	})
}

// isEmptyStruct reports whether a type is a struct without fields, all values of which are
// equal.
func isEmptyStruct(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	return ok && s.NumFields() == 0
}

func (e *emitter) unary(v *ssa.UnOp) {
	switch v.Op {
	case token.NOT:
		e.set(v, model.Not, 0, e.operand(v.X))
	case token.SUB:
		if e.x.ti.class(v.Type()) == model.Int {
			e.set(v, model.Bin, int64(model.Sub), model.N(0), e.operand(v.X))
			return
		}
		e.opaque(v)
	case token.MUL:
		if fa, ok := v.X.(*ssa.FieldAddr); ok && e.x.neverStored[fieldVar(fa.X.Type(), fa.Field)] {
			e.set(v, model.Mov, 0, model.Nil())
			return
		}
		if g, ok := v.X.(*ssa.Global); ok && e.x.initOnly[g] && g.Object() != nil && !token.IsExported(g.Name()) {
			switch set := setOnce(e.x.sets[g]).(type) {
			case *ssa.Const:
				e.set(v, model.Mov, 0, e.operand(set))
				return
			case *ssa.Call:
				if isBackground(set) { // they are all alike
					e.add(model.Instr{Op: model.Call, Dst: []model.Slot{e.slot(v)}, Sym: "context.Background"})
					return
				}
			}
		}
		if ia, ok := v.X.(*ssa.IndexAddr); ok && inTestFile(e.f.fn) && scalar(e.x.ti.class(v.Type())) && e.x.isFilled(ia.X) {
			e.opaque(v) // a test gets the data that it needs
			return
		}
		e.load(v, e.operand(v.X))
	case token.ARROW:
		e.receive(v)
	default:
		e.opaque(v)
	}
}

// isBackground reports whether a call is one that returns a context which is never done.
func isBackground(c *ssa.Call) bool {
	fn := c.Call.StaticCallee()
	return fn != nil && (funcName(fn) == "context.Background" || funcName(fn) == "context.TODO")
}

func (e *emitter) load(v ssa.Value, addr model.Operand) {
	if isCells(v.Type()) {
		e.set(v, model.Clone, e.x.ti.size(v.Type()), addr)
		return
	}
	var use *channelUse
	if u, ok := v.(*ssa.UnOp); ok {
		use = e.x.useAt(u.X)
	}
	if use.deserted() {
		// One that nobody else has is as good.
		e.add(model.Instr{Op: model.MakeChan, Dst: []model.Slot{e.slot(v)}, Args: []model.Operand{model.N(0)}})
		return
	}
	in := e.set(v, model.Load, e.class(v.Type()), addr)
	if u, ok := v.(*ssa.UnOp); ok {
		if e.x.initialized(u.X) {
			in.Sym = "fixed"
		}
		fa, ok := u.X.(*ssa.FieldAddr)
		if ok && e.x.setOnce(fa) {
			in.Sym = "fixed"
		}
		if use.closedOnly() {
			in.Imm = int64(model.Done)
		}
		if ok && wraps(fa) {
			in.Sym = "set"
		}
		if ok && e.x.ofStd(deref(fa.X.Type())) {
			in.Sym = "fixed"
			if in.Imm == int64(model.Int) && typeKey(deref(fa.X.Type())) == "testing.B" {
				in.Sym = "pos" // a benchmark runs at least once
			}
		}
	}
}

// wraps reports whether a field is the error that another one stands for: it is not nil,
// unless the code at hand makes it so.
func wraps(fa *ssa.FieldAddr) bool {
	return isError(deref(fa.Type())) && types.Implements(fa.X.Type(), types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

// initialized reports whether an address is that of a local variable, perhaps one of an
// enclosing function, that is set where it is declared and never again.
func (x *extractor) initialized(addr ssa.Value) bool {
	for {
		free, ok := addr.(*ssa.FreeVar)
		if !ok {
			break
		}
		addr = binding(free)
	}
	a, ok := addr.(*ssa.Alloc)
	if !ok {
		return false
	}
	is, ok := x.settled[a]
	if !ok {
		is = isSettled(a)
		x.settled[a] = is
	}
	return is
}

func isSettled(a *ssa.Alloc) bool {
	var set *ssa.Store
	var reads func(v ssa.Value) bool
	reads = func(v ssa.Value) bool {
		for _, r := range *v.Referrers() {
			switch r := r.(type) {
			case *ssa.UnOp, *ssa.DebugRef:
			case *ssa.Store:
				if set != nil || r.Addr != v || v != a || r.Block() != a.Block() {
					return false
				}
				set = r
			case *ssa.MakeClosure:
				for i, b := range r.Bindings {
					if b == v && !reads(r.Fn.(*ssa.Function).FreeVars[i]) {
						return false
					}
				}
			default:
				return false
			}
		}
		return true
	}
	return reads(a) && (set == nil || !slices.ContainsFunc(*a.Referrers(), func(r ssa.Instruction) bool {
		return r != set && r.Block() == set.Block() && precedes(r, set)
	}))
}

// setOnce reports whether a field is one of the package's that is only set when
// its struct is made.
func (x *extractor) setOnce(fa *ssa.FieldAddr) bool {
	v := fieldVar(fa.X.Type(), fa.Field)
	return v != nil && v.Pkg() == x.pkg.Pkg && !x.stores[v]
}

func (e *emitter) receive(v *ssa.UnOp) {
	elem := v.Type()
	if t, ok := elem.(*types.Tuple); ok {
		elem = t.At(0).Type()
	}
	in := model.Instr{Op: model.Recv, Dst: []model.Slot{model.NoSlot, model.NoSlot}, Args: []model.Operand{e.operand(v.X)},
		Imm: e.class(elem), Pos: e.x.at.number(v.Pos()), Name: e.name(v.Pos())}
	if v.CommaOk {
		isRange := v.Block().Comment == "rangechan.loop"
		if isRange {
			in.Imm |= model.RecvRange
			if e.f.isEndless(v) {
				e.x.endless[in.Pos] = true
			}
		}
		if !isRange || !e.x.leftOpen(v.X) {
			in.Imm |= model.RecvOK
		}
		for _, p := range e.parts[v] {
			in.Dst[p.Index] = e.slot(p)
		}
	} else if e.f.need[v] {
		in.Dst[0] = e.slot(v)
	}
	e.add(in)
}

func (e *emitter) assert(v *ssa.TypeAssert) {
	in := model.Instr{Op: model.Assert, Dst: []model.Slot{model.NoSlot, model.NoSlot}, Args: []model.Operand{e.operand(v.X)}}
	t := v.AssertedType
	in.Sym, _ = dynamicType(t)
	if types.IsInterface(t) || in.Sym == "" {
		in.Sym = model.AnyOf + typeKey(t)
		if !hasParams(t) {
			e.x.asserted[in.Sym] = t
		}
	}
	in.Imm = e.class(t)
	if v.CommaOk {
		for _, p := range e.parts[v] {
			in.Dst[p.Index] = e.slot(p)
		}
	} else {
		in.Dst[0] = e.slot(v)
	}
	e.add(in)
}

func (e *emitter) lookup(v *ssa.Lookup) {
	m, ok := under(v.X.Type()).(*types.Map)
	if !ok {
		e.opaque(v)
		return
	}
	in := model.Instr{Op: model.MapGet, Dst: []model.Slot{model.NoSlot, model.NoSlot}, Args: []model.Operand{e.operand(v.X), e.operand(v.Index)},
		Imm: e.class(m.Elem()), Pos: e.x.at.number(v.Pos())}
	if v.CommaOk {
		for _, p := range e.parts[v] {
			in.Dst[p.Index] = e.slot(p)
		}
	} else {
		in.Dst[0] = e.slot(v)
	}
	e.add(in)
}

func (e *emitter) closure(v *ssa.MakeClosure) {
	fn := v.Fn.(*ssa.Function)
	in := e.set(v, model.Closure, 0)
	if !e.x.isRelevant(fn) {
		in.Op, in.Args = model.Mov, []model.Operand{{Kind: model.KNonNil, N: 4}}
		return
	}
	in.Sym = funcName(fn)
	args := make([]model.Operand, len(v.Bindings))
	for i, b := range v.Bindings {
		if e.x.needs[freeKey{fn, i}] {
			args[i] = e.operand(b)
		}
	}
	in.Args = args
}

func (e *emitter) slice(v *ssa.Slice) {
	part := func(b ssa.Value) model.Operand {
		if b == nil {
			return model.Operand{}
		}
		return e.operand(b)
	}
	lo, hi := part(v.Low), part(v.High)
	var elem types.Type
	switch t := under(v.X.Type()).(type) {
	case *types.Slice:
		elem = t.Elem()
	case *types.Pointer:
		a, ok := under(t.Elem()).(*types.Array)
		if !ok {
			e.opaque(v)
			return
		}
		elem = a.Elem()
		if v.High == nil {
			hi = model.N(a.Len())
		}
	default:
		e.opaque(v)
		return
	}
	e.set(v, model.Slice, e.x.ti.size(elem), e.operand(v.X), lo, hi)
}

// nextEntry is one round of a range over a map or string: the iterator counts
// the rounds, the container is a copy made when the loop began.
func (e *emitter) nextEntry(v *ssa.Next) {
	iter, ok := v.Iter.(*ssa.Range)
	c, known := e.iters[iter]
	if !ok || !known || v.IsString {
		e.opaque(v)
		return
	}
	m := under(iter.X.Type()).(*types.Map)
	it := model.S(e.slot(iter))
	n := e.fresh()
	e.add(model.Instr{Op: model.Len, Dst: []model.Slot{n}, Args: []model.Operand{model.S(c)}})
	more := e.fresh()
	for _, p := range e.parts[v] {
		switch p.Index {
		case 0:
			more = e.slot(p)
		case 1:
			e.add(model.Instr{Op: model.MapKey, Dst: []model.Slot{e.slot(p)}, Args: []model.Operand{model.S(c), it}, Imm: e.class(m.Key())})
		case 2:
			e.add(model.Instr{Op: model.MapVal, Dst: []model.Slot{e.slot(p)}, Args: []model.Operand{model.S(c), it}, Imm: e.class(m.Elem())})
		}
	}
	at := e.fresh()
	e.add(model.Instr{Op: model.Mov, Dst: []model.Slot{at}, Args: []model.Operand{it}})
	e.add(model.Instr{Op: model.Bin, Dst: []model.Slot{e.slot(iter)}, Args: []model.Operand{it, model.N(1)}, Imm: int64(model.Add)})
	e.add(model.Instr{Op: model.Bin, Dst: []model.Slot{more}, Args: []model.Operand{model.S(at), model.S(n)}, Imm: int64(model.Lt)})
}

func (e *emitter) selectStmt(v *ssa.Select) {
	in := model.Instr{Op: model.Select, Dst: []model.Slot{model.NoSlot, model.NoSlot}, Pos: e.x.at.number(v.Pos())}
	if v.Blocking {
		in.Imm = 1
	}
	recv := map[int]model.Slot{}
	for _, p := range e.parts[v] {
		if p.Index < 2 {
			in.Dst[p.Index] = e.slot(p)
		} else {
			recv[p.Index-2] = e.slot(p)
		}
	}
	n := 0
	for _, s := range v.States {
		c := model.Case{Ch: e.operand(s.Chan), Dst: model.NoSlot, Cls: model.None, Pos: e.x.at.number(s.Pos), Name: e.name(s.Pos)}
		if s.Dir == types.SendOnly {
			c.Send = true
			c.Val = e.operand(s.Send)
		} else {
			if t, ok := under(s.Chan.Type()).(*types.Chan); ok {
				c.Cls = e.x.ti.class(t.Elem())
			}
			if d, ok := recv[n]; ok {
				c.Dst = d
			}
			n++
		}
		in.Cases = append(in.Cases, c)
	}
	e.add(in)
}

// noteWork emits a Work for a call that is not modelled, once for a block, and a Service
// for one that is likely to be what the program is there for. Only main's early exit
// asks for them.
func (e *emitter) noteWork(in ssa.Instruction) {
	c, ok := in.(ssa.CallInstruction)
	if !ok || !e.x.isMain {
		return
	}
	if call, ok := in.(*ssa.Call); ok && e.x.isService(call) {
		e.add(model.Instr{Op: model.Service})
	}
	if e.work {
		return
	}
	switch k := e.x.classify(c); k.kind {
	case callNone, callUnknown:
	case callBuiltin:
		if n := c.Common().Value.Name(); n != "print" && n != "println" {
			return
		}
	default:
		return
	}
	e.work = true
	e.add(model.Instr{Op: model.Work})
}

// isUsed reports whether what a pointer points to is used in the block that gets it, by
// itself or by way of a variable that it is put into: then it is not nil.
func isUsed(v ssa.Value) bool {
	if _, ok := under(v.Type()).(*types.Pointer); !ok {
		return false
	}
	b := v.(ssa.Instruction).Block()
	uses := func(v ssa.Value) bool {
		return slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
			a, ok := r.(*ssa.FieldAddr)
			return ok && a.X == v && slices.ContainsFunc(*a.Referrers(), func(u ssa.Instruction) bool { return u.Block() == b })
		})
	}
	return uses(v) || slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		put, ok := r.(*ssa.Store)
		if !ok || put.Val != v || put.Block() != b {
			return false
		}
		for _, in := range b.Instrs[slices.Index(b.Instrs, r)+1:] {
			switch in := in.(type) {
			case *ssa.Store:
				if in.Addr == put.Addr {
					return false
				}
			case *ssa.UnOp:
				if in.Op == token.MUL && in.X == put.Addr && uses(in) {
					return true
				}
			}
		}
		return false
	})
}

// services are the beginnings of names of functions that run until the program is to end.
var services = regexp.MustCompile("^(Run|Serve|Listen|Loop|MainLoop|EventLoop|Execute)")

// isService reports whether a call is of such a function of another package's.
func (x *extractor) isService(c *ssa.Call) bool {
	fn := c.Call.Method
	if callee := c.Call.StaticCallee(); callee != nil {
		fn, _ = callee.Object().(*types.Func)
	}
	return fn != nil && fn.Pkg() != nil && fn.Pkg() != x.pkg.Pkg && !IsStd(fn.Pkg().Path()) && services.MatchString(fn.Name())
}

// comparesErrors reports whether a call is one of errors.Is.
func comparesErrors(c *ssa.Call) bool {
	fn := c.Call.StaticCallee()
	return fn != nil && funcName(fn) == "errors.Is"
}

// isOwnError reports whether a value is that of an error variable of the package: what is
// not known seldom returns that.
func (x *extractor) isOwnError(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && g.Pkg == x.pkg
}

// call emits a call, and that the error which it makes by its name is not nil.
func (e *emitter) call(in ssa.CallInstruction) {
	e.callOrNothing(in)
	if c, ok := in.(*ssa.Call); ok && e.f.need[c] && makesError(c) && !hasErrorModel(c.Call.StaticCallee()) {
		e.add(model.Instr{Op: model.Mov, Dst: []model.Slot{e.slot(c)}, Args: []model.Operand{{Kind: model.KNonNil, N: model.SomeError}}})
	}
}

// callOrNothing emits a call, unless nothing depends on it.
func (e *emitter) callOrNothing(in ssa.CallInstruction) {
	v, _ := in.(ssa.Value)
	k := e.x.classify(in)
	if v != nil && !e.f.kept[in] && !e.f.need[v] && len(e.parts[v]) == 0 {
		e.noteWork(in)
		return
	}
	if v == nil && !e.f.kept[in] {
		e.noteWork(in)
		return
	}
	if k.kind == callBuiltin {
		e.builtin(in)
		return
	}
	e.noteWork(in)
	if k.kind == callFatal {
		if inTestFile(e.f.fn) {
			e.add(model.Instr{Op: model.Fail})
			e.add(model.Instr{Op: model.Goexit})
		} else {
			e.add(model.Instr{Op: model.Exit})
		}
		return
	}
	if k.kind == callNone {
		if v != nil {
			if c, ok := v.(*ssa.Call); ok && e.f.need[v] {
				if comparesErrors(c) {
					in := e.set(v, model.Bin, int64(model.Is), e.operand(c.Call.Args[0]), e.operand(c.Call.Args[1]))
					if e.x.isOwnError(c.Call.Args[1]) {
						in.Sym = "own"
					}
					return
				}
				for _, a := range e.f.mixed(c) {
					e.add(model.Instr{Op: model.Escape, Args: []model.Operand{e.operand(a)}})
				}
			}
			e.opaque(v)
			return
		}
		if _, ok := in.(*ssa.Go); ok { // only main packages keep it
			e.add(model.Instr{Op: model.Call, Imm: int64(model.Go), Sym: "builtin.work", Pos: e.callPos(in)})
		}
		return
	}
	out := model.Instr{Op: model.Call, Sym: k.name, Pos: e.callPos(in), Name: e.name(in.Common().Pos())}
	switch in.(type) {
	case *ssa.Go:
		out.Imm = int64(model.Go)
	case *ssa.Defer:
		out.Imm = int64(model.Defer)
	}
	e.results(&out, v, in)
	e.callee(&out, in, k)
	e.add(out)
}

// callPos is the position of a call: of the go keyword, or of the parenthesis.
func (e *emitter) callPos(in ssa.CallInstruction) model.Pos {
	if g, ok := in.(*ssa.Go); ok {
		return e.x.at.number(g.Pos())
	}
	return e.x.at.number(in.Common().Pos())
}

func (e *emitter) results(out *model.Instr, v ssa.Value, in ssa.CallInstruction) {
	n := in.Common().Signature().Results().Len()
	out.Dst = make([]model.Slot, n)
	for i := range out.Dst {
		out.Dst[i] = model.NoSlot
	}
	if v == nil {
		return
	}
	if n == 1 {
		if e.f.need[v] {
			out.Dst[0] = e.slot(v)
		}
		return
	}
	for _, p := range e.parts[v] {
		out.Dst[p.Index] = e.slot(p)
	}
}

// callee sets what is called and with which arguments.
func (e *emitter) callee(out *model.Instr, in ssa.CallInstruction, k callClass) {
	c := in.Common()
	classes := ""
	for i := range c.Signature().Results().Len() {
		cl := model.None
		if out.Dst[i] >= 0 {
			cl = e.x.ti.class(c.Signature().Results().At(i).Type())
		}
		classes += string(rune(cl))
	}
	switch k.kind {
	case callMethod:
		out.Op = model.Invoke
		name := k.name
		if name == "" {
			name = c.Method.FullName()
		}
		out.Sym = c.Method.Name() + "|" + name + "|" + classes
		out.Args = append(out.Args, e.operand(c.Value))
	case callDynamic:
		out.Op, out.Sym = model.CallDyn, classes
		out.Args = append(out.Args, e.operand(c.Value))
	case callModel:
		if _, ok := c.Value.(*ssa.MakeClosure); ok {
			out.Op, out.Sym = model.CallDyn, classes
			out.Args = append(out.Args, e.operand(c.Value))
		}
	default:
		out.Op, out.Sym = model.Unknown, classes
		if c.IsInvoke() {
			out.Args = append(out.Args, e.operand(c.Value))
		}
	}
	for _, a := range c.Args {
		out.Args = append(out.Args, e.operand(a))
	}
	if isAtomic(k.name) {
		if n, ok := subtracted(c); ok {
			out.Args[len(out.Args)-1] = model.N(-n)
		}
	}
}

// isCast reports whether a conversion makes, by way of unsafe.Pointer, the pointer to
// something out of the pointer to something else.
func isCast(v *ssa.Convert) bool {
	from, ok := v.X.(*ssa.Convert)
	to, isPointer := under(v.Type()).(*types.Pointer)
	if !ok || !isPointer || !types.Identical(from.Type().Underlying(), types.Typ[types.UnsafePointer]) {
		return false
	}
	return !types.Identical(deref(from.X.Type()), to.Elem())
}

// isLock reports whether a type is the pointer to a lock of package sync, or sync.Locker.
func isLock(t types.Type) bool {
	n, ok := namedOf(t)
	if !ok {
		return false
	}
	switch typeName(n) {
	case "sync.Mutex", "sync.RWMutex", "sync.Locker":
		return true
	}
	return false
}

// subtracted returns the number that a call subtracts by adding to an unsigned number a
// constant that makes it wrap around, as the documentation of sync/atomic advises.
func subtracted(c *ssa.CallCommon) (n int64, ok bool) {
	if c.IsInvoke() || c.StaticCallee() == nil || !strings.HasPrefix(c.StaticCallee().Name(), "Add") || len(c.Args) != 2 {
		return 0, false
	}
	k, ok := c.Args[1].(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	bits := uint(64)
	switch b, _ := under(k.Type()).(*types.Basic); {
	case b == nil || b.Info()&types.IsUnsigned == 0:
		return 0, false
	case b.Kind() == types.Uint32:
		bits = 32
	}
	all := constant.Shift(constant.MakeInt64(1), token.SHL, bits)
	n, exact := constant.Int64Val(constant.BinaryOp(all, token.SUB, constant.ToInt(k.Value)))
	return n, exact && n > 0 && n < model.Infinite && n < 1<<(bits-2)
}

func (e *emitter) builtin(in ssa.CallInstruction) {
	c := in.Common()
	name := c.Value.(*ssa.Builtin).Name()
	v, _ := in.(ssa.Value)
	args := make([]model.Operand, len(c.Args))
	for i, a := range c.Args {
		args[i] = e.operand(a)
	}
	at, as := e.callPos(in), e.name(c.Pos())
	if v == nil { // go or defer of a builtin
		mode := model.Defer
		if _, ok := in.(*ssa.Go); ok {
			mode = model.Go
		}
		switch name {
		case "close", "recover":
			e.add(model.Instr{Op: model.Call, Sym: "builtin." + name, Imm: int64(mode), Args: args, Pos: at, Name: as})
		}
		return
	}
	dst := []model.Slot{model.NoSlot}
	if e.f.need[v] {
		dst[0] = e.slot(v)
	}
	switch name {
	case "close":
		e.add(model.Instr{Op: model.Close, Args: args, Pos: at, Name: as})
	case "recover":
		e.m.Flags |= model.Recovers
		e.add(model.Instr{Op: model.Recover, Dst: dst})
	case "len", "cap":
		op := model.Len
		if name == "cap" {
			op = model.Cap
		}
		e.add(model.Instr{Op: op, Dst: dst, Args: args})
	case "append":
		size := int64(1)
		if s, ok := under(c.Args[0].Type()).(*types.Slice); ok {
			size = e.x.ti.size(s.Elem())
		}
		e.add(model.Instr{Op: model.Append, Dst: dst, Args: args, Imm: size})
	case "delete":
		e.add(model.Instr{Op: model.MapDel, Args: args})
	case "ssa:wrapnilchk": // the pointer of which a wrapper of a method takes the value
		e.add(model.Instr{Op: model.Mov, Dst: dst, Args: args[:1]})
	case "copy", "clear":
		for _, a := range args {
			e.add(model.Instr{Op: model.Escape, Args: []model.Operand{a}})
		}
		e.opaque(v)
	default:
		e.opaque(v)
	}
}

// isPositive reports whether a value is a constant integer above 0.
func isPositive(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Int && constant.Sign(c.Value) > 0
}
