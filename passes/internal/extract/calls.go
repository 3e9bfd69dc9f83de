package extract

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// callKind says how a call is modelled.
type callKind uint8

const (
	callNone    callKind = iota // without effect on anything that is modelled
	callModel                   // a function with a model
	callDynamic                 // of a function value
	callMethod                  // of an interface method
	callUnknown                 // of code that is not known but gets sync objects
	callBuiltin
	callFatal // of a function that ends the program, or the test, by its name
)

// callClass is the classification of a call.
type callClass struct {
	kind   callKind
	name   string           // of the callee's model
	info   *fnInfo          // callee in the package
	model  *model.FuncModel // callee elsewhere
	effect bool             // executing it matters even if its results do not
}

// uses reports whether the callee's model reads parameter i.
func (k callClass) uses(i int) bool {
	if k.model == nil {
		return false
	}
	k.model.Analyze()
	return i < k.model.Params && k.model.Live[0].Has(i)
}

// HasEffect reports whether a model does more than compute a result.
func HasEffect(m *model.FuncModel) bool {
	return slices.ContainsFunc(m.Code, func(in model.Instr) bool { return hasEffect(in.Op) })
}

func hasEffect(op model.Op) bool {
	switch op {
	case model.Call, model.CallDyn, model.Invoke, model.Unknown, model.Exit, model.Goexit, model.Panic,
		model.Sleep, model.Service, model.Fail, model.Escape, model.Store, model.Copy, model.MapPut:
		return true
	case model.NewTimer, model.ChildDone, model.DoneErr, model.IsDone:
		return false
	}
	return op >= model.Send
}

// classify tells how a call is modelled, given what is known so far.
func (x *extractor) classify(in ssa.CallInstruction) callClass {
	c := in.Common()
	if _, ok := c.Value.(*ssa.Builtin); ok && !c.IsInvoke() {
		return callClass{kind: callBuiltin}
	}
	if c.IsInvoke() {
		return x.classifyMethod(c)
	}
	callee := c.StaticCallee()
	if callee == nil {
		callee = x.namedFunction(c.Value)
	}
	if callee == nil {
		sig := x.sig(c.Signature())
		if x.sigs[sig] || x.ti.holdsSync(c.Value.Type()) || x.fromCaller(c.Value) || x.fromLibrary(c.Value) {
			return callClass{kind: callDynamic, effect: true}
		}
		return x.unknownOr(c, false)
	}
	if _, direct := in.(*ssa.Call); direct && x.isFatal(callee) {
		return callClass{kind: callFatal, effect: true}
	}
	known := x.callee(callee)
	name := known.name
	if m := known.model; m != nil {
		k := callClass{kind: callModel, name: m.Name, model: m, effect: HasEffect(m)}
		if k.effect && isAtomic(name) {
			k.effect = x.needs[x.cellKey(c.Args[0])]
		}
		if k.effect && onlyInvokes(m) && !x.calledBackBy(m, c) {
			return callClass{}
		}
		return k
	}
	callee = origin(callee)
	if info := x.fns[callee]; info != nil {
		if info.relevant {
			return callClass{kind: callModel, name: name, info: info, effect: !info.getter || len(info.kept) > 0}
		}
		return callClass{}
	}
	path := ""
	if callee.Pkg != nil {
		path = callee.Pkg.Pkg.Path()
	} else if o := callee.Object(); o != nil && o.Pkg() != nil {
		path = o.Pkg().Path()
	}
	return x.unknownOr(c, path != "" && (IsStd(path) || x.lib.Analyzed(path)))
}

// isFatal reports whether a function of another package is, by its name, one of those by
// which loggers, and frameworks for tests, end what runs.
func (x *extractor) isFatal(fn *ssa.Function) bool {
	switch fn.Name() {
	case "Fatal", "Fatalf", "Fatalln", "Fatalw", "FailNow":
	default:
		return false
	}
	obj := fn.Object()
	return obj != nil && obj.Pkg() != nil && obj.Pkg() != x.pkg.Pkg && !IsStd(obj.Pkg().Path()) && fn.Signature.Results().Len() == 0
}

// namedFunction returns the function of the library that a package variable always
// holds, which gives it another name, or nil.
func (x *extractor) namedFunction(v ssa.Value) *ssa.Function {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	g, ok := load.X.(*ssa.Global)
	if !ok {
		return nil
	}
	// Tests may replace what ends the program.
	outside := slices.DeleteFunc(slices.Clone(x.sets[g]), func(st *ssa.Store) bool { return inTestFile(st.Parent()) })
	if fn, ok := setOnce(outside).(*ssa.Function); ok && ends(x.callee(fn).model) {
		return fn
	}
	if !x.initOnly[g] || token.IsExported(g.Name()) {
		return nil
	}
	if fn, ok := setOnce(x.sets[g]).(*ssa.Function); ok && x.callee(fn).model != nil {
		return fn
	}
	return nil
}

// ends reports whether all that a function of the library does is to end the program.
func ends(m *model.FuncModel) bool {
	return m != nil && len(m.Code) > 0 && m.Code[len(m.Code)-1].Op == model.Exit
}

// A libraryFunc is a function with the model that the library has of it, or nil.
type libraryFunc struct {
	name  string
	model *model.FuncModel
}

// callee names a function and looks it up. Both are asked for in every round.
func (x *extractor) callee(fn *ssa.Function) libraryFunc {
	k, ok := x.callees[fn]
	if !ok {
		k.name = funcName(fn)
		if k.model = x.lib.Lookup(k.name); k.model == nil {
			k.model = x.wrapper(fn)
		}
		x.callees[fn] = k
	}
	return k
}

// wrapper returns the model of a function of github.com/pkg/errors for one of the same name
// and type of another package that is called errors: many follow it.
func (x *extractor) wrapper(fn *ssa.Function) *model.FuncModel {
	obj := fn.Object()
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Name() != "errors" || fn.Signature.Recv() != nil {
		return nil
	}
	m := x.lib.Lookup("github.com/pkg/errors." + fn.Name())
	if m == nil || m.Params != fn.Signature.Params().Len() {
		return nil
	}
	return m
}

// sig is sigString, which is asked for in every round.
func (x *extractor) sig(s *types.Signature) string {
	text, ok := x.sigNames[s]
	if !ok {
		text = sigString(s)
		x.sigNames[s] = text
	}
	return text
}

// onlyInvokes reports whether all that a model does is to call methods of its
// arguments, as io.Copy does.
func onlyInvokes(m *model.FuncModel) bool {
	return !slices.ContainsFunc(m.Code, func(in model.Instr) bool { return in.Op != model.Invoke && hasEffect(in.Op) })
}

// calledBackBy reports whether one of the methods that a library function calls
// has an effect: one of the package's, or one that has a model.
func (x *extractor) calledBackBy(m *model.FuncModel, c *ssa.CallCommon) bool {
	for i := range m.Code {
		if m.Code[i].Op != model.Invoke {
			continue
		}
		name, _, _ := strings.Cut(m.Code[i].Sym, "|")
		for _, a := range c.Args {
			if x.hasMethod(peel(a).Type(), name) {
				return true
			}
		}
	}
	return false
}

// hasMethod reports whether a method of a type, or of one of the package's types
// if it is an interface, has an effect.
func (x *extractor) hasMethod(t types.Type, name string) bool {
	if _, ok := t.Underlying().(*types.Interface); ok {
		for _, n := range x.ti.named {
			if _, ok := n.Underlying().(*types.Interface); !ok && x.hasMethod(types.NewPointer(n), name) {
				return true
			}
		}
		return false
	}
	sel := x.pkg.Prog.MethodSets.MethodSet(t).Lookup(x.pkg.Pkg, name)
	if sel == nil {
		return false
	}
	fn, ok := sel.Obj().(*types.Func)
	if !ok {
		return false
	}
	if x.lib.Lookup(fn.FullName()) != nil {
		return true
	}
	info := x.fns[x.pkg.Prog.FuncValue(fn.Origin())]
	if info == nil || !info.relevant {
		return false
	}
	x.methods[name] = true
	return true
}

// fromCaller reports whether a function value is an argument that other packages
// pass to an exported function, which may pass it on, or put it into a field, or whether
// they can set the field themselves: what it does is not known here.
func (x *extractor) fromCaller(v ssa.Value) bool {
	switch v := peel(v).(type) {
	case *ssa.Parameter:
		f := x.fns[v.Parent()]
		if f == nil || x.isMain {
			return false
		}
		if f.exported() {
			return true
		}
		if known, ok := x.passed[v]; ok {
			return known
		}
		x.passed[v] = false // for recursion
		for _, c := range x.calls[v.Parent()] {
			for i, p := range v.Parent().Params {
				if p == v && i < len(c.Common().Args) && x.fromCaller(c.Common().Args[i]) {
					x.passed[v] = true
				}
			}
		}
		return x.passed[v]
	case *ssa.UnOp:
		addr := v.X
		if f, ok := addr.(*ssa.FieldAddr); ok {
			field := fieldVar(f.X.Type(), f.Field)
			if known, ok := x.passed[field]; ok || field == nil {
				return known
			}
			x.passed[field] = x.settable(f, field) // for recursion
			x.passed[field] = x.passed[field] || slices.ContainsFunc(x.hooks[field], x.fromCaller)
			return x.passed[field]
		}
		if fv, ok := addr.(*ssa.FreeVar); ok {
			addr = binding(fv)
		}
		a, ok := addr.(*ssa.Alloc)
		if !ok || a.Parent() == v.Parent() {
			return false
		}
		return slices.ContainsFunc(stored(a), x.fromCaller)
	case *ssa.FreeVar:
		b := binding(v)
		return b != nil && x.fromCaller(b)
	}
	return false
}

// settable reports whether other packages can set a field of a type of this one.
func (x *extractor) settable(at *ssa.FieldAddr, field *types.Var) bool {
	named, ok := types.Unalias(deref(at.X.Type())).(*types.Named)
	return ok && !x.isMain && field.Exported() && named.Obj().Exported() && named.Obj().Pkg() == x.pkg.Pkg
}

// fromLibrary reports whether a function value is the result of a function that
// has a model elsewhere: the function to stop context.AfterFunc, for one.
func (x *extractor) fromLibrary(v ssa.Value) bool {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	c, ok := v.(*ssa.Call)
	return ok && x.classify(c).model != nil
}

// unknownOr classifies a call of code without a model: it has an effect if it
// gets something to synchronise with, or a function of the package to call.
func (x *extractor) unknownOr(c *ssa.CallCommon, harmless bool) callClass {
	for _, a := range c.Args {
		if fn := calledBack(a); fn != nil {
			if info := x.fns[fn]; info != nil && info.relevant {
				return callClass{kind: callUnknown, effect: true}
			}
		}
		if !harmless && x.ti.holdsSync(a.Type()) {
			return callClass{kind: callUnknown, effect: true}
		}
		if harmless && (isChan(a.Type()) || isHandler(a)) {
			return callClass{kind: callUnknown, effect: true}
		}
	}
	return callClass{}
}

func isChan(t types.Type) bool {
	_, ok := under(t).(*types.Chan)
	return ok
}

// isHandler reports whether a value is an HTTP handler of any type, which servers call.
func isHandler(v ssa.Value) bool {
	n, ok := namedOf(v.Type())
	return ok && typeName(n) == "net/http.Handler" && !isNil(v)
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// calledBack returns the function that an argument is, if it is one.
func calledBack(a ssa.Value) *ssa.Function {
	switch a := a.(type) {
	case *ssa.MakeClosure:
		return a.Fn.(*ssa.Function)
	case *ssa.Function:
		return a
	case *ssa.ChangeType:
		return calledBack(a.X)
	case *ssa.MakeInterface:
		return calledBack(a.X)
	}
	return nil
}

func (x *extractor) classifyMethod(c *ssa.CallCommon) callClass {
	if m := x.lib.Lookup(c.Method.FullName()); m != nil {
		x.implementations(c) // with what types get from interfaces that they embed
		x.otherHalves(c)
		return callClass{kind: callMethod, name: m.Name, model: m, effect: HasEffect(m)}
	}
	switch name := c.Method.Name(); name {
	case "Fatal", "Fatalf", "FailNow":
		// What tests call T by an interface of their own.
		if m := x.lib.Lookup("(testing.TB)." + name); m != nil {
			return callClass{kind: callMethod, name: "(testing.TB)." + name, model: m, effect: true}
		}
	}
	if isLockMethod(c.Method) {
		// Of another interface than sync.Locker, behind which a lock may be.
		x.implementations(c) // as above
		return callClass{kind: callMethod, effect: true}
	}
	if x.methods[c.Method.Name()] {
		return callClass{kind: callMethod, effect: true}
	}
	for _, info := range x.implementations(c) {
		if info.relevant {
			x.methods[c.Method.Name()] = true
			x.changed = true
			return callClass{kind: callMethod, effect: true}
		}
	}
	if x.fromLibrary(c.Value) {
		return callClass{kind: callMethod, effect: true}
	}
	if i, ok := c.Value.Type().Underlying().(*types.Interface); ok {
		k := callClass{kind: callMethod, effect: true}
		if !x.ti.hasStandIn(i) {
			k = x.modelledElsewhere(c, i)
		}
		if k.effect {
			x.methods[c.Method.Name()] = true
			x.changed = true
		}
		if k.kind == callMethod {
			return k
		}
	}
	return x.unknownOr(c, false)
}

// isLockMethod reports whether a method looks like one of a lock.
func isLockMethod(m *types.Func) bool {
	sig := m.Signature()
	return sig.Params().Len() == 0 && (lockMethods[m.Name()] || sig.Results().Len() == 0 && (m.Name() == "Lock" || m.Name() == "Unlock"))
}

// lockMethods are those methods of locks that sync.Locker lacks.
var lockMethods = map[string]bool{"RLock": true, "RUnlock": true, "TryLock": true, "TryRLock": true}

// otherHalves adds, for a call of a method of an interface that sync.Locker has, what the types of
// the package have for its other methods of locks: other packages may call these.
func (x *extractor) otherHalves(c *ssa.CallCommon) {
	i, ok := c.Value.Type().Underlying().(*types.Interface)
	if !ok || c.Method.Name() != "Lock" && c.Method.Name() != "Unlock" {
		return
	}
	for m := range i.Methods() {
		if lockMethods[m.Name()] && m.Signature().Params().Len() == 0 {
			x.implementations(&ssa.CallCommon{Value: c.Value, Method: m})
		}
	}
}

// modelledElsewhere tells how a call of a method of interface i is modelled if it may be one
// of a type of another package: one that is known to be behind interfaces here, or one of the
// package that the interface is of, which may have made the value. It is asked for in every
// round.
func (x *extractor) modelledElsewhere(c *ssa.CallCommon, i *types.Interface) callClass {
	key := ifaceMethod{c.Value.Type(), c.Method}
	k, known := x.elsewhere[key]
	if known {
		return k
	}
	if slices.ContainsFunc(x.ti.boxed, func(t types.Type) bool {
		sel := x.pkg.Prog.MethodSets.MethodSet(t).Lookup(c.Method.Pkg(), c.Method.Name())
		if sel == nil || !types.Implements(t, i) {
			return false
		}
		m := x.lib.Lookup(sel.Obj().(*types.Func).Origin().FullName())
		return m != nil && HasEffect(m)
	}) {
		k = callClass{kind: callMethod, effect: true}
	} else if c.Method.Pkg() != nil && c.Method.Pkg() != x.pkg.Pkg {
		if has, effect := x.lib.HasMethod(c.Method.Pkg().Path(), c.Method.Name()); has {
			k = callClass{kind: callMethod, effect: effect}
		}
	}
	x.elsewhere[key] = k
	return k
}

// isAtomic reports whether a function is an operation of sync/atomic, which
// matters only if somebody reads the variable.
func isAtomic(name string) bool {
	return strings.HasPrefix(name, "sync/atomic.") || strings.HasPrefix(name, "(*sync/atomic.")
}

// ifaceMethod is a method of an interface type, which may have it from another one.
type ifaceMethod struct {
	of     types.Type
	method *types.Func
}

// implementations returns the methods of the package's types that a call of an
// interface method can reach.
func (x *extractor) implementations(c *ssa.CallCommon) []*fnInfo {
	// An interface has the methods of those that it embeds, but fewer types have it.
	key := ifaceMethod{c.Value.Type(), c.Method}
	if out, ok := x.impls[key]; ok {
		return out
	}
	var out []*fnInfo
	iface, ok := c.Value.Type().Underlying().(*types.Interface)
	if ok {
		for _, n := range x.ti.named {
			if types.IsInterface(n) {
				continue
			}
			for _, t := range []types.Type{n, types.NewPointer(n)} {
				sel := x.pkg.Prog.MethodSets.MethodSet(t).Lookup(c.Method.Pkg(), c.Method.Name())
				if sel == nil || !x.ti.mayImplement(t, iface) {
					continue
				}
				if fn := x.methodValue(sel); fn != nil {
					if info := x.addFunc(fn); info != nil {
						out = append(out, info)
					}
				}
			}
		}
	}
	x.impls[key] = out
	return out
}

// methodValue returns the function that a method of a type of the package is: for a generic
// type the one of all its instances, or nil if it has the method from an embedded field.
func (x *extractor) methodValue(sel *types.Selection) *ssa.Function {
	if !hasParams(sel.Recv()) {
		return x.pkg.Prog.MethodValue(sel)
	}
	if len(sel.Index()) > 1 {
		return nil
	}
	return x.pkg.Prog.FuncValue(sel.Obj().(*types.Func).Origin())
}
