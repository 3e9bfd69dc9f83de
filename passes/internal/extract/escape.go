package extract

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// What the slice does not follow must not seem to be private: where a channel,
// a function with effects, or something that leads to one goes to a place that
// is not modelled, the model lets it escape.

// peel returns the value under conversions.
func peel(v ssa.Value) ssa.Value {
	for {
		switch c := v.(type) {
		case *ssa.MakeInterface:
			v = c.X
		case *ssa.ChangeType:
			v = c.X
		case *ssa.ChangeInterface:
			v = c.X
		default:
			return v
		}
	}
}

// carries reports whether v is, or leads to, something to synchronise with.
func (x *extractor) carries(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Builtin:
		return false
	case *ssa.Function:
		return x.isRelevant(v)
	case *ssa.MakeClosure:
		return x.isRelevant(v.Fn.(*ssa.Function))
	}
	return x.ti.holdsSync(v.Type()) || x.leads(v.Type(), 0) ||
		isOpen(v.Type()) && (x.given(v) || hasTypeParam(v.Type()) && x.instantiated()) || types.IsInterface(v.Type()) && !isError(v.Type()) && x.fromLibrary(v)
}

// instantiated reports whether the package uses a generic type or function for something
// that is, or leads to, something to synchronise with: then values of a type parameter
// may be that.
func (x *extractor) instantiated() bool {
	return slices.ContainsFunc(x.typeArgs, func(t types.Type) bool { return x.ti.holdsSync(t) || x.leads(t, 0) })
}

// hasTypeParam reports whether t is a type parameter, or a list of its values.
func hasTypeParam(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

// isOpen reports whether a value of type t, chosen by another package, can be
// anything, or a function, or a list of these.
func isOpen(t types.Type) bool {
	if hasTypeParam(t) {
		return true
	}
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return u.NumMethods() == 0
	case *types.Signature:
		return true
	}
	return false
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// given reports whether other packages chose a value: it is an argument that they
// pass, or a copy of that in a variable.
func (x *extractor) given(v ssa.Value) bool {
	if u, ok := v.(*ssa.UnOp); ok {
		if a, ok := u.X.(*ssa.Alloc); ok && a.Parent() == v.Parent() {
			return slices.ContainsFunc(stored(a), x.fromCaller)
		}
	}
	return x.fromCaller(v)
}

// leads reports whether a value of type t is, or has fields that are, functions
// of the kind that have effects.
func (x *extractor) leads(t types.Type, depth int) bool {
	if depth > 4 {
		return false
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if p := n.Obj().Pkg(); p == nil || p != x.pkg.Pkg && IsStd(p.Path()) && depth > 0 {
			return false
		}
	}
	switch u := under(t).(type) {
	case *types.Signature:
		return x.sigs[x.sig(u)]
	case *types.Pointer:
		return x.leads(u.Elem(), depth+1)
	case *types.Slice:
		return x.leads(u.Elem(), depth+1)
	case *types.Map:
		return x.leads(u.Elem(), depth+1)
	case *types.Struct:
		for i := range u.NumFields() {
			if x.leads(u.Field(i).Type(), depth+1) {
				return true
			}
		}
	case *types.Interface:
		return x.standsFor(u)
	}
	return false
}

// leading is what is known of interfaces as long as there are so many signatures of functions
// with effects.
type leading struct {
	sigs int
	of   map[*types.Interface]bool
}

// standsFor reports whether a value of an interface may be one of a type of the package that
// leads to functions with effects.
func (x *extractor) standsFor(i *types.Interface) bool {
	if i.NumMethods() == 0 || i == types.Universe.Lookup("error").Type().Underlying() {
		return false
	}
	if x.leading.of == nil || len(x.sigs) != x.leading.sigs {
		x.leading.sigs, x.leading.of = len(x.sigs), map[*types.Interface]bool{}
	}
	found, known := x.leading.of[i]
	if !known {
		x.leading.of[i] = false // for recursive types
		found = slices.ContainsFunc(x.ti.named, func(n *types.Named) bool {
			return x.ti.standsBehind(n, i) && x.leads(n, 1)
		})
		x.leading.of[i] = found
	}
	return found
}

// takesFuncs reports whether t is, or points to, a struct of another package
// with functions or channels in it, which that package will use.
func (x *extractor) takesFuncs(t types.Type) bool {
	n, ok := namedOf(t)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg() == x.pkg.Pkg {
		return false
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range s.NumFields() {
		switch s.Field(i).Type().Underlying().(type) {
		case *types.Signature, *types.Chan:
			return true
		}
	}
	return false
}

// callable reports whether v is a function or a channel: whoever gets it, gets
// it to use it.
func callable(v ssa.Value) bool {
	switch under(v.Type()).(type) {
	case *types.Signature, *types.Chan:
		return true
	}
	return false
}

// escapes lists the values that an instruction takes out of the model.
func (f *fnInfo) escapes(in ssa.Instruction) []ssa.Value {
	x := f.x
	var out []ssa.Value
	leave := func(v ssa.Value) {
		if v = peel(v); x.carries(v) || f.need[v] && x.takesFuncs(v.Type()) {
			if _, ok := v.(*ssa.Function); !ok {
				out = append(out, v)
			}
		}
	}
	switch in := in.(type) {
	case *ssa.Store:
		if f.effect(in) {
			return nil
		}
		if a, ok := in.Addr.(*ssa.Alloc); ok && !a.Heap {
			return nil // read by kept instructions, or by none
		}
		if isVarargs(in.Addr) && !appended(in.Addr) && !callable(peel(in.Val)) {
			return nil // printed, most likely
		}
		leave(in.Val)
	case *ssa.MapUpdate:
		if !f.effect(in) {
			leave(in.Value)
		}
	case *ssa.Send:
		if v := peel(in.X); v != in.X && !x.needs[chanKey{chanElem(in.Chan.Type())}] {
			leave(v)
		}
	case *ssa.Convert:
		if isCast(in) {
			leave(in.X.(*ssa.Convert).X)
		}
	case *ssa.Return:
		for i, r := range in.Results {
			if !x.needs[resultKey{f.fn, i}] {
				leave(r)
			}
		}
	case ssa.CallInstruction:
		f.argEscapes(in, leave)
	}
	return out
}

// isVarargs reports whether an address is an element of the array that is made
// for variadic arguments.
func isVarargs(addr ssa.Value) bool {
	ia, ok := addr.(*ssa.IndexAddr)
	if !ok {
		return false
	}
	a, ok := ia.X.(*ssa.Alloc)
	return ok && a.Comment == "varargs"
}

// appended reports whether variadic arguments, one of which is at an address, are
// those of append.
func appended(addr ssa.Value) bool {
	for _, r := range *addr.(*ssa.IndexAddr).X.Referrers() {
		s, ok := r.(*ssa.Slice)
		if !ok {
			continue
		}
		for _, use := range *s.Referrers() {
			if c, ok := use.(*ssa.Call); ok {
				if b, ok := c.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
					return true
				}
			}
		}
	}
	return false
}

// keepers are the packages that keep values of any type, for others to get them
// back from there.
var keepers = map[string]bool{"container/list": true, "container/ring": true, "container/heap": true, "sync": true, "sync/atomic": true, "reflect": true}

// argEscapes finds the arguments of a call that the callee's model does not
// get.
func (f *fnInfo) argEscapes(in ssa.CallInstruction, leave func(ssa.Value)) {
	x := f.x
	c := in.Common()
	k := x.classify(in)
	if k.kind == callBuiltin {
		return
	}
	fn := c.StaticCallee()
	std := fn != nil && k.kind != callUnknown && x.fns[origin(fn)] == nil
	kept := k.kind == callNone && fn != nil && fn.Pkg != nil && keepers[fn.Pkg.Pkg.Path()]
	for i, a := range c.Args {
		parametric := fn != nil && isParametric(fn.Origin(), i)
		if s, ok := a.(*ssa.Slice); ok && parametric {
			for _, v := range variadic(s) {
				leave(v)
			}
		}
		if f.passes(c, k, i, a) {
			continue
		}
		v := peel(a)
		_, iface := a.Type().Underlying().(*types.Interface)
		switch {
		case parametric:
			leave(v)
		case kept && v != a:
			leave(v)
		case std && (callable(v) || x.takesFuncs(v.Type())), iface && v != a && callable(v):
			leave(v)
		case iface && v != a:
			// A type with methods is given to be called.
			if p := paramType(c, i); p != nil && (!types.IsInterface(p) || p.Underlying().(*types.Interface).NumMethods() > 0 || x.offers(c, v.Type())) {
				leave(v)
			}
		case k.kind == callUnknown, k.kind == callDynamic, k.kind == callMethod:
			leave(v)
		}
	}
	if k.kind == callNone && c.IsInvoke() {
		if _, idle := x.idleMethod(peel(c.Value).Type(), c.Method.Name()); !idle {
			leave(c.Value)
		}
	}
}

// isParametric reports whether argument i of a generic function, but for those of the
// standard library, is of a type parameter: its model says nothing of such values. Of a
// function that is not generic, fn is nil.
func isParametric(fn *ssa.Function, i int) bool {
	if fn == nil || fn.Pkg != nil && IsStd(fn.Pkg.Pkg.Path()) {
		return false
	}
	if fn.Signature.Recv() != nil {
		i--
	}
	p := fn.Signature.Params()
	return 0 <= i && i < p.Len() && hasTypeParam(p.At(i).Type())
}

// registering are the packages of the standard library that call the methods of what
// they get as an empty interface.
var registering = map[string]bool{"net/rpc": true, "reflect": true}

// offers reports whether code that gets a value of a type as an empty interface may
// find methods there that matter, and call them, as a server does with its handlers,
// or may keep it until the package asks for it and takes it out of the interface.
func (x *extractor) offers(c *ssa.CallCommon, t types.Type) bool {
	if fn := c.StaticCallee(); fn != nil && fn.Pkg != nil {
		switch p := fn.Pkg.Pkg; {
		case p.Name() == "assert", p.Name() == "require", IsStd(p.Path()) && !registering[p.Path()]:
			return false
		}
	}
	if x.regained.At(t) != nil {
		return true
	}
	for sel := range x.pkg.Prog.MethodSets.MethodSet(t).Methods() {
		if fn, ok := sel.Obj().(*types.Func); ok && fn.Exported() {
			if info := x.fns[x.pkg.Prog.FuncValue(fn.Origin())]; info != nil && info.relevant {
				return true
			}
		}
	}
	return false
}

// decoders are parts of the names of functions that fill in what they get the
// address of.
var decoders = []string{"unmarshal", "decode", "scan", "parse", "read", "load", "bind", "process"}

// writes lists the addresses of variables that a call of code which is not modelled
// may write to, as far as somebody needs what is there. Of a struct it writes to
// all fields if the name of the function says so, else to those that it can name and
// that hold nothing yet.
func (f *fnInfo) writes(in ssa.Instruction) []cellAddr {
	x := f.x
	c, ok := in.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	k := x.classify(c)
	switch k.kind {
	case callBuiltin, callDynamic, callMethod:
		return nil
	}
	name, own := "", false
	if fn := c.Common().StaticCallee(); fn != nil {
		if x.fns[origin(fn)] != nil {
			return nil // its own code is looked at
		}
		name = fn.Name()
	} else if c.Common().IsInvoke() {
		name, own = c.Common().Method.Name(), c.Common().Method.Pkg() == x.pkg.Pkg
	}
	fills := func() bool {
		name := strings.ToLower(name)
		return slices.ContainsFunc(decoders, func(d string) bool { return strings.Contains(name, d) })
	}
	var out []cellAddr
	add := func(v ssa.Value) {
		p, ok := under(v.Type()).(*types.Pointer)
		if !ok {
			return
		}
		if s, ok := p.Elem().Underlying().(*types.Struct); !ok {
			if x.needs[x.cellKey(v)] && scalar(x.ti.class(p.Elem())) {
				out = append(out, cellAddr{v, 0, p.Elem()})
			}
		} else {
			all := fills()
			for n := range s.NumFields() {
				fd := s.Field(n)
				if x.needs[fd] && scalar(x.ti.class(fd.Type())) && (all || (own || fd.Exported()) && isUnset(v, n)) {
					out = append(out, cellAddr{v, x.ti.offset(p.Elem(), n), fd.Type()})
				}
			}
		}
	}
	for i, a := range c.Common().Args {
		if !f.passes(c.Common(), k, i, a) {
			add(peel(a))
		}
		if s, ok := a.(*ssa.Slice); ok && fills() {
			for _, v := range variadic(s) {
				add(peel(v))
			}
		}
	}
	return out
}

// isFilled reports whether a list, or an array at an address, is given to code that may
// write its elements, and that is not looked into for that.
func (x *extractor) isFilled(list ssa.Value) bool {
	if list.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*list.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.Slice:
			return r.X == list && x.isFilled(r)
		case ssa.CallInstruction:
			c := r.Common()
			if b, ok := c.Value.(*ssa.Builtin); ok {
				return b.Name() == "copy" && c.Args[0] == list
			}
			callee := c.StaticCallee()
			return callee == nil || x.fns[origin(callee)] == nil
		}
		return false
	})
}

// isUnset reports whether v is the address of a struct that the function itself makes,
// and does not set field n of.
func isUnset(v ssa.Value, n int) bool {
	a, ok := v.(*ssa.Alloc)
	return ok && !slices.ContainsFunc(*a.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.Store:
			return r.Addr == a
		case *ssa.FieldAddr:
			return r.Field == n && slices.ContainsFunc(*r.Referrers(), func(use ssa.Instruction) bool {
				st, ok := use.(*ssa.Store)
				return ok && st.Addr == r
			})
		}
		return false
	})
}

// variadic lists the variadic arguments that a slice was made of.
func variadic(s *ssa.Slice) []ssa.Value {
	a, ok := s.X.(*ssa.Alloc)
	if !ok || a.Comment != "varargs" {
		return nil
	}
	var out []ssa.Value
	for _, r := range *a.Referrers() {
		if elem, ok := r.(*ssa.IndexAddr); ok {
			for _, use := range *elem.Referrers() {
				if st, ok := use.(*ssa.Store); ok && st.Addr == elem {
					out = append(out, st.Val)
				}
			}
		}
	}
	return out
}

// A cellAddr is a variable of type t, off cells behind where base points to.
type cellAddr struct {
	base ssa.Value
	off  int64
	t    types.Type
}

// scalar reports whether values of a class take one cell and are not shared by
// reference with what synchronises.
func scalar(c model.Class) bool {
	switch c {
	case model.Bool, model.Int, model.String, model.Error, model.List, model.Map:
		return true
	}
	return false
}

// passes reports whether the model of the callee gets argument i.
func (f *fnInfo) passes(c *ssa.CallCommon, k callClass, i int, a ssa.Value) bool {
	x := f.x
	switch k.kind {
	case callModel:
		if k.info != nil {
			return x.needs[paramKey{k.info.fn, i}]
		}
		return k.uses(i)
	case callDynamic:
		return x.ti.holdsSync(a.Type()) || x.needs[sigParam{x.sig(c.Signature()), i}]
	case callMethod:
		return k.model != nil || x.ti.holdsSync(a.Type()) || x.needs[methodParam{c.Method.Name(), i}]
	}
	return false
}

// paramType is the declared type of argument i of a call.
func paramType(c *ssa.CallCommon, i int) types.Type {
	s := c.Signature()
	if s.Recv() != nil && !c.IsInvoke() {
		i--
	}
	if i < 0 || i >= s.Params().Len() {
		return nil
	}
	return s.Params().At(i).Type()
}
