package extract

import (
	"cmp"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// A type is looked at as a whole: what its constructor starts, and its methods,
// may run at the same time although no function of the package makes them. For
// each constructor there are synthesised roots that make a value and close it, by
// itself and beside one of the other methods.

// maxWhole bounds the number of such roots of a package, maxBeside that of a type.
const (
	maxWhole  = 48
	maxBeside = 6
)

// closers are the names of methods that end the work of a value.
var closers = []string{"Close", "Stop", "Shutdown", "GracefulStop", "Quit", "Cancel", "Terminate", "Kill", "Disconnect", "Destroy", "Unsubscribe"}

// starters are the names of methods that begin it.
var starters = []string{"Start", "Open", "Init", "Initialize", "Connect"}

// setter matches the names of methods that prepare a value.
var setter = regexp.MustCompile("^(Set|With|Register|Use|Add|On|Handle)")

// decoder matches the names of methods that fill a value which nobody else has yet.
var decoder = regexp.MustCompile("^(Unmarshal.*|GobDecode|Decode.*|Scan)$")

// constructor is a function that returns a new value of a type; fn is nil for a type of
// which others make the values themselves.
type constructor struct {
	fn     *ssa.Function
	result int
	typ    *types.Named
}

// name says in the name of a root where the value comes from.
func (c constructor) name() string {
	if c.fn == nil {
		name, _ := dynamicType(c.typ)
		return name
	}
	return funcName(c.fn)
}

// standIn matches the names of types and packages that stand in for others in tests.
var standIn = regexp.MustCompile(`(?i)mock|fake|stub`)

// wholes adds the roots of the package's types as wholes.
func (x *extractor) wholes(p *Package, heavy, sync map[string]bool) {
	servers := x.servers()
	constructors := x.constructors()
	for _, c := range append(constructors, x.madeElsewhere(constructors)...) {
		if standIn.MatchString(c.typ.Obj().Name()) || standIn.MatchString(x.pkg.Pkg.Name()) {
			continue // the tests that use it know in which order
		}
		methods := x.methodsOf(c.typ, sync)
		end, start := byName(methods, closers, true), byName(methods, starters, true)
		if end == nil {
			end, start = pair(methods)
		}
		private := end == nil
		if private {
			end, start = byName(methods, closers, false), byName(methods, starters, false)
		}
		if x.servedElsewhere(c, servers[c.typ.Obj()]) || c.fn == nil && (private || start == nil) {
			continue
		}
		if end == nil {
			for _, end := range endsOfParts(methods) {
				if heavy[c.name()] && !x.addWhole(p, c, nil, nil, end, Root{Private: true}) {
					return
				}
			}
			continue
		}
		if start == nil && c.fn != nil {
			start = x.preparer(methods, end)
		}
		begin := start
		if c.fn != nil && start != nil && calls(c.fn, start) {
			begin = nil // the constructor has begun the work
		}
		forOne := notShared.MatchString(x.typeDoc(c.typ))
		makes := []*ssa.Function{nil}
		for _, m := range methods {
			switch {
			case private || m == end || m == start || !token.IsExported(m.Name()) || half(m) || decoder.MatchString(m.Name()) || len(makes) > maxBeside:
			case c.fn != nil && calls(c.fn, m) && sets(m): // the constructor has done so
			case start != nil && calls(m, start): // in place of it
			case start != nil && startsCall(start, m), c.fn != nil && startsCall(c.fn, m): // runs already
			case !takes(m) && x.runsInside(m, map[*ssa.Function]bool{}): // not meant for others, it seems
			case begin != nil && (c.fn == nil || !takes(m)) && (setter.MatchString(m.Name()) && !sync[funcName(m)] || sets(m)): // to be called before that
			case forOne || keptApart(m, end), asksWhoLocked(m): // callers are told so
			case x.afterDone(m, c.typ): // they have waited for that
			default:
				makes = append(makes, m)
			}
		}
		for _, beside := range makes {
			if beside == nil && !heavy[c.name()] && (begin == nil || !heavy[funcName(begin)]) {
				continue // nothing runs beside
			}
			if !x.addWhole(p, c, begin, beside, end, Root{Private: private}) {
				return
			}
		}
	}
	for _, n := range x.ti.named {
		if !x.declaresSync(n) {
			continue
		}
		for _, r := range rereads(x.methodsOf(n, sync)) {
			if !x.addWhole(p, constructor{typ: n}, nil, r.writer, r.reader, Root{}) {
				return
			}
		}
	}
	for _, l := range x.forgottenLocks() {
		if !x.addWhole(p, constructor{typ: l.typ}, nil, l.writer, l.reader, Root{Unguarded: l.fields}) {
			return
		}
	}
}

// afterDone reports whether a method is one to be called after the end of the value's work, as
// Err is after Done of a context: it gives an error without arguments, and another method
// of the type gives a channel to wait for.
func (x *extractor) afterDone(m *ssa.Function, n *types.Named) bool {
	sig := m.Signature
	if takes(m) || sig.Params().Len() != 0 || sig.Results().Len() != 1 || !isError(sig.Results().At(0).Type()) || !strings.HasPrefix(m.Name(), "Err") {
		return false
	}
	set := x.pkg.Prog.MethodSets.MethodSet(types.NewPointer(n))
	for i := range set.Len() {
		done := set.At(i).Type().(*types.Signature)
		if done.Params().Len() != 0 || done.Results().Len() != 1 {
			continue
		}
		ch, ok := done.Results().At(0).Type().Underlying().(*types.Chan)
		if ok && types.Identical(ch.Elem(), types.NewStruct(nil, nil)) {
			return true
		}
	}
	return false
}

// A reread is a method that takes a lock for reading and calls another one that does the
// same, and a method that takes it for writing, which may come in between.
type reread struct{ reader, writer *ssa.Function }

// rereads lists the methods of a type that read-lock something of their receiver again, for
// each with the first one that locks it.
func rereads(methods []*ssa.Function) []reread {
	var out []reread
	for _, m := range methods {
		reads := locksOf(m, "RLock")
		if len(reads) == 0 {
			continue
		}
		again := map[string]bool{}
		eachCall(m, func(c ssa.CallInstruction) {
			callee := staticCallee(c)
			if callee != nil && slices.Contains(methods, callee) && c.Common().Args[0] == m.Params[0] {
				for _, key := range locksOf(callee, "RLock") {
					again[key] = again[key] || slices.Contains(reads, key)
				}
			}
		})
		i := slices.IndexFunc(methods, func(w *ssa.Function) bool {
			return w != m && !decoder.MatchString(w.Name()) && slices.ContainsFunc(locksOf(w, "Lock"), func(key string) bool { return again[key] })
		})
		if i >= 0 {
			out = append(out, reread{m, methods[i]})
		}
	}
	return out
}

// locksOf names the locks of the receiver of a method that it takes itself, by a method of
// package sync.
func locksOf(fn *ssa.Function, method string) []string {
	var out []string
	for _, c := range syncCalls(fn, method) {
		if fa, ok := c.Args[0].(*ssa.FieldAddr); ok && fa.X == fn.Params[0] {
			out = append(out, lockKey(fa))
		}
	}
	return out
}

// addWhole adds the root that makes a value, begins its work, and ends it beside another
// method, unless there are enough roots.
func (x *extractor) addWhole(p *Package, c constructor, begin, beside, end *ssa.Function, root Root) bool {
	if x.wholeRoots++; x.wholeRoots > maxWhole {
		return false
	}
	if m := x.whole(c, begin, beside, end); m.Check() == nil {
		p.Funcs = append(p.Funcs, m)
		p.Names[m.Name] = end
		root.Name, root.Heavy, root.Whole = m.Name, true, true
		p.Roots = append(p.Roots, root)
	}
	return true
}

// constructors lists the functions that return a new value of one of the
// package's types, in the order of the source.
func (x *extractor) constructors() []constructor {
	var out []constructor
	for _, f := range x.order {
		if !f.relevant || f.fn.Parent() != nil || f.fn.Synthetic != "" || inTestFile(f.fn) {
			continue
		}
		seen := map[*types.Named]bool{}
		for _, b := range f.fn.Blocks {
			ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
			if !ok {
				continue
			}
			for i, r := range ret.Results {
				a := newValue(r)
				if a == nil {
					continue
				}
				n, ok := namedOf(a.Type())
				if !ok {
					continue
				}
				if n = n.Origin(); !seen[n] && x.declaresSync(n) {
					seen[n] = true
					out = append(out, constructor{f.fn, i, n})
				}
			}
		}
	}
	return out
}

// madeElsewhere lists the exported types that hold sync objects and have none of the
// constructors: others make their values.
func (x *extractor) madeElsewhere(constructors []constructor) []constructor {
	var out []constructor
	for _, n := range x.ti.named {
		_, isStruct := n.Underlying().(*types.Struct)
		made := slices.ContainsFunc(constructors, func(c constructor) bool { return c.typ == n })
		if isStruct && n.Obj().Exported() && !made && x.declaresSync(n) {
			out = append(out, constructor{typ: n})
		}
	}
	return out
}

// declaresSync reports whether a type is one of the package that holds sync objects.
func (x *extractor) declaresSync(n *types.Named) bool {
	return n.Obj().Pkg() == x.pkg.Pkg && x.ti.holdsSync(n)
}

// newValue returns the allocation that a result is, by itself or through a
// variable that closures share; nil if it is none.
func newValue(r ssa.Value) *ssa.Alloc {
	v := peel(r)
	if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
		cell, ok := u.X.(*ssa.Alloc)
		if !ok {
			return nil
		}
		for _, set := range stored(cell) {
			if a, ok := peel(set).(*ssa.Alloc); ok {
				return a
			}
		}
		return nil
	}
	a, _ := v.(*ssa.Alloc)
	return a
}

// methodsOf lists the methods of a type that synchronise with others, and then those
// that only access what others may.
func (x *extractor) methodsOf(n *types.Named, sync map[string]bool) []*ssa.Function {
	var out []*ssa.Function
	set := x.pkg.Prog.MethodSets.MethodSet(types.NewPointer(n))
	for i := range set.Len() {
		sel := set.At(i)
		fn, ok := sel.Obj().(*types.Func)
		if !ok || len(sel.Index()) > 1 || fn.Pkg() != x.pkg.Pkg {
			continue
		}
		f := x.pkg.Prog.FuncValue(fn)
		if info := x.fns[f]; info != nil && info.relevant && (sync[funcName(f)] || info.shares) && !inTestFile(f) {
			out = append(out, f)
		}
	}
	rank := func(f *ssa.Function) int {
		if sync[funcName(f)] {
			return 0
		}
		return 1
	}
	slices.SortFunc(out, func(a, b *ssa.Function) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Pos(), b.Pos()))
	})
	return out
}

// servers lists, for each type, the functions that do something with the channels of
// its values, other than its own methods and tests.
func (x *extractor) servers() map[types.Object][]*ssa.Function {
	servers := map[types.Object][]*ssa.Function{}
	for _, f := range x.order {
		if inTestFile(f.fn) {
			continue
		}
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				fa, ok := in.(*ssa.FieldAddr)
				if !ok {
					continue
				}
				n, ok := namedOf(fa.X.Type())
				if ok && !isMethodOf(f.fn, n) && slices.ContainsFunc(*fa.Referrers(), serves) {
					servers[n.Obj()] = append(servers[n.Obj()], f.fn)
				}
			}
		}
	}
	return servers
}

func isMethodOf(fn *ssa.Function, n *types.Named) bool {
	if fn.Signature.Recv() == nil {
		return false
	}
	of, ok := namedOf(fn.Signature.Recv().Type())
	return ok && of.Origin() == n.Origin()
}

// servedElsewhere reports whether one of the servers of a type is a function that
// neither the constructor nor a method leads to: without it, a value is not whole.
func (x *extractor) servedElsewhere(c constructor, servers []*ssa.Function) bool {
	if len(servers) == 0 {
		return false
	}
	inside := map[*ssa.Function]bool{}
	var add func(*ssa.Function)
	add = func(fn *ssa.Function) {
		if fn = origin(fn); inside[fn] || x.fns[fn] == nil {
			return
		}
		inside[fn] = true
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				for _, op := range in.Operands(nil) {
					if g, ok := (*op).(*ssa.Function); ok {
						add(g)
					}
				}
			}
		}
	}
	if c.fn != nil {
		add(c.fn)
	}
	for _, f := range x.order {
		if isMethodOf(f.fn, c.typ) {
			add(f.fn)
		}
	}
	return slices.ContainsFunc(servers, func(fn *ssa.Function) bool { return !inside[fn] })
}

// serves reports whether an instruction loads a channel to which something is then sent,
// from which it is received, or that is closed.
func serves(load ssa.Instruction) bool {
	ch, ok := load.(*ssa.UnOp)
	if !ok {
		return false
	}
	if _, ok := under(ch.Type()).(*types.Chan); !ok {
		return false
	}
	return slices.ContainsFunc(*ch.Referrers(), func(in ssa.Instruction) bool {
		switch in := in.(type) {
		case *ssa.Send, *ssa.Select:
			return true
		case *ssa.UnOp:
			return in.Op == token.ARROW
		case ssa.CallInstruction:
			return closes(in)
		}
		return false
	})
}

// closes reports whether a call closes a channel.
func closes(c ssa.CallInstruction) bool {
	b, ok := c.Common().Value.(*ssa.Builtin)
	return ok && b.Name() == "close"
}

// calls reports whether a function calls another one directly.
func calls(fn, callee *ssa.Function) bool {
	found := false
	eachCall(fn, func(c ssa.CallInstruction) { found = found || staticCallee(c) == callee })
	return found
}

// startsCall reports whether a function starts a goroutine with another one.
func startsCall(fn, callee *ssa.Function) bool {
	found := false
	eachCall(fn, func(c ssa.CallInstruction) {
		_, starts := c.(*ssa.Go)
		found = found || starts && staticCallee(c) == callee
	})
	return found
}

// half reports whether a method takes a lock or releases one, but not both: callers
// have to pair it with another one.
func half(fn *ssa.Function) bool { return takes(fn) != callsSync(fn, "Unlock", "RUnlock") }

// takes reports whether a function takes a lock itself.
func takes(fn *ssa.Function) bool { return callsSync(fn, "Lock", "RLock", "TryLock", "TryRLock") }

// asksWhoLocked reports whether a function takes a lock or not as a parameter says: a caller
// who says that it need not has it.
func asksWhoLocked(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			return false
		}
		cond := branch.Cond
		if not, ok := cond.(*ssa.UnOp); ok {
			cond = not.X
		}
		_, asks := cond.(*ssa.Parameter)
		return asks && slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool {
			return len(s.Preds) == 1 && slices.ContainsFunc(s.Instrs, func(in ssa.Instruction) bool {
				c, ok := in.(*ssa.Call)
				return ok && isSyncCall(c, "Lock", "RLock")
			})
		})
	})
}

// callsSync reports whether a function calls one of some methods of package sync.
func callsSync(fn *ssa.Function, methods ...string) bool { return len(syncCalls(fn, methods...)) > 0 }

// syncCalls lists the calls by a function of some methods of package sync.
func syncCalls(fn *ssa.Function, methods ...string) []*ssa.CallCommon {
	var out []*ssa.CallCommon
	eachCall(fn, func(c ssa.CallInstruction) {
		if isSyncCall(c, methods...) {
			out = append(out, c.Common())
		}
	})
	return out
}

// isSyncCall reports whether a call is one of some methods of package sync.
func isSyncCall(c ssa.CallInstruction, methods ...string) bool {
	callee := c.Common().StaticCallee()
	return callee != nil && strings.HasPrefix(funcName(callee), "(*sync.") && slices.Contains(methods, callee.Name())
}

// sets reports whether a method itself sets a field of its receiver, or an element of a map
// in one.
func sets(fn *ssa.Function) bool {
	isReceiver := func(v ssa.Value) bool {
		load, ok := v.(*ssa.UnOp)
		if !ok {
			return v == fn.Params[0]
		}
		// A literal shares it.
		a, ok := load.X.(*ssa.Alloc)
		return ok && slices.Contains(stored(a), ssa.Value(fn.Params[0]))
	}
	ofReceiver := func(addr ssa.Value) bool {
		fa, ok := addr.(*ssa.FieldAddr)
		return ok && isReceiver(fa.X)
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.Store:
				if ofReceiver(in.Addr) {
					return true
				}
			case *ssa.MapUpdate:
				if load, ok := in.Map.(*ssa.UnOp); ok && ofReceiver(load.X) {
					return true
				}
			}
		}
	}
	return false
}

// preparer returns the method that has to come before the one that ends the work of a
// value: only it makes a channel of the value, or sets what is used there without asking
// whether it is set.
func (x *extractor) preparer(methods []*ssa.Function, end *ssa.Function) *ssa.Function {
	needed := needs(end)
	for _, m := range methods {
		if m == end || !token.IsExported(m.Name()) {
			continue
		}
		for _, b := range m.Blocks {
			for _, in := range b.Instrs {
				fa, val := fieldStore(in)
				if fa == nil || fa.X != m.Params[0] {
					continue
				}
				v := fieldVar(fa.X.Type(), fa.Field)
				_, makes := peel(val).(*ssa.MakeChan)
				if (makes || slices.Contains(needed, v)) && slices.Equal(x.setters(v), []*ssa.Function{m}) {
					return m
				}
			}
		}
	}
	return nil
}

// needs lists the fields of its receiver with which a method calls another one and that
// it does not compare to nil.
func needs(fn *ssa.Function) []*types.Var {
	var out []*types.Var
	asked := map[*types.Var]bool{}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			load, ok := in.(*ssa.UnOp)
			if !ok {
				continue
			}
			fa, ok := load.X.(*ssa.FieldAddr)
			if !ok || fa.X != fn.Params[0] {
				continue
			}
			v := fieldVar(fa.X.Type(), fa.Field)
			for _, r := range *load.Referrers() {
				switch r := r.(type) {
				case *ssa.BinOp:
					asked[v] = true
				case ssa.CallInstruction:
					if c := r.Common(); c.IsInvoke() && c.Value == load {
						out = append(out, v)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(out, func(v *types.Var) bool { return asked[v] })
}

// setters lists the functions outside of tests that set a field to something.
func (x *extractor) setters(v *types.Var) []*ssa.Function {
	var out []*ssa.Function
	for _, f := range x.order {
		if inTestFile(f.fn) {
			continue
		}
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				fa, val := fieldStore(in)
				if fa != nil && !isNil(val) && fieldVar(fa.X.Type(), fa.Field) == v && !slices.Contains(out, f.fn) {
					out = append(out, f.fn)
				}
			}
		}
	}
	return out
}

// runsInside reports whether the package calls a function in its goroutines only, or in
// what these call.
func (x *extractor) runsInside(fn *ssa.Function, seen map[*ssa.Function]bool) bool {
	if seen[fn] {
		return true
	}
	seen[fn] = true
	called := false
	for _, c := range x.calls[fn] {
		caller := c.Parent()
		if inTestFile(caller) {
			continue
		}
		called = true
		if _, ok := c.(*ssa.Go); !ok && (caller.Parent() == nil && token.IsExported(caller.Name()) || !x.runsInside(caller, seen)) {
			return false
		}
	}
	return called
}

// byName returns the first method that has one of the names, or the unexported one
// that goes with it.
func byName(methods []*ssa.Function, names []string, exported bool) *ssa.Function {
	for _, name := range names {
		if !exported {
			name = strings.ToLower(name[:1]) + name[1:]
		}
		for _, m := range methods {
			if m.Name() == name {
				return m
			}
		}
	}
	return nil
}

// pair returns two methods that end and begin a part of the work, of which both names go on
// with what that is.
func pair(methods []*ssa.Function) (end, start *ssa.Function) {
	for _, c := range closers {
		for _, m := range methods {
			part, ok := strings.CutPrefix(m.Name(), c)
			if !ok {
				continue
			}
			var begin []string
			for _, s := range starters {
				begin = append(begin, s+part)
			}
			if start := byName(methods, begin, true); start != nil {
				return m, start
			}
		}
	}
	return nil, nil
}

// endsOfParts returns the methods that stop a part of the work, of which the name tells which.
func endsOfParts(methods []*ssa.Function) []*ssa.Function {
	return slices.DeleteFunc(slices.Clone(methods), func(m *ssa.Function) bool {
		part, ok := strings.CutPrefix(strings.ToUpper(m.Name()[:1])+m.Name()[1:], "Stop")
		return !ok || !token.IsExported(part) || len(m.Params) > 1
	})
}

// whole is the model of a root: it makes a value, starts its work, and ends it
// while another method runs, if there is one.
func (x *extractor) whole(c constructor, start, beside, end *ssa.Function) *model.FuncModel {
	m := &model.FuncModel{Name: c.name() + " and " + end.Name(), Recover: -1, Pos: x.at.number(end.Pos())}
	next := model.Slot(0)
	fresh := func() model.Slot { next++; return next - 1 }
	add := func(in model.Instr) { m.Code = append(m.Code, in) }
	arg := func(v *ssa.Parameter) model.Operand {
		s := fresh()
		add(model.Instr{Op: model.Opaque, Dst: []model.Slot{s}, Imm: int64(x.rootClass(v))})
		return model.S(s)
	}
	// call calls a function with unknown arguments behind the given ones, and goes on if
	// it returns no error.
	call := func(fn *ssa.Function, mode model.Mode, args ...model.Operand) []model.Slot {
		for _, v := range fn.Params[len(args):] {
			args = append(args, arg(v))
		}
		results := fn.Signature.Results()
		dst := make([]model.Slot, results.Len())
		for i := range dst {
			dst[i] = fresh()
		}
		in := model.Instr{Op: model.Call, Sym: funcName(fn), Args: args, Imm: int64(mode), Pos: x.at.number(fn.Pos()), Name: fn.Name()}
		if mode == model.Plain {
			in.Dst = dst
		}
		add(in)
		for i := range dst {
			if mode == model.Plain && isError(results.At(i).Type()) && fn != end {
				ok := fresh()
				add(model.Instr{Op: model.Bin, Dst: []model.Slot{ok}, Args: []model.Operand{model.S(dst[i]), model.Nil()}, Imm: int64(model.Eq)})
				add(model.Instr{Op: model.Assume, Args: []model.Operand{model.S(ok)}})
			}
		}
		return dst
	}
	var v model.Operand
	if c.fn == nil {
		s := fresh()
		add(model.Instr{Op: model.Opaque, Dst: []model.Slot{s}, Imm: int64(model.Ptr)})
		v = model.S(s)
	} else if v = model.S(call(c.fn, model.Plain)[c.result]); types.IsInterface(c.fn.Signature.Results().At(c.result).Type()) {
		s := fresh()
		typ, _ := dynamicType(types.NewPointer(c.typ))
		add(model.Instr{Op: model.Assert, Dst: []model.Slot{s}, Args: []model.Operand{v}, Imm: int64(model.Ptr), Sym: typ})
		v = model.S(s)
	}
	if start != nil {
		m.Name = c.name() + ", " + start.Name() + " and " + end.Name()
		call(start, model.Plain, v)
	}
	if beside != nil {
		m.Name += " beside " + beside.Name()
		call(beside, model.Go, v)
	}
	call(end, model.Plain, v)
	add(model.Instr{Op: model.Ret, Pos: x.at.number(end.Pos())})
	m.CountSlots()
	return m
}
