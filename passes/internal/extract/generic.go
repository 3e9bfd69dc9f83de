package extract

import (
	"go/types"
	"iter"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// The code of a generic type or function is extracted once, for all its instances. What
// depends on its type parameters is told apart here.

// isParam reports whether t is a type parameter that can be of several underlying types.
func isParam(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.TypeParam)
	return ok && coreType(p) == nil
}

// hasParams reports whether a type parameter occurs in t.
func hasParams(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if hasParams(a) {
				return true
			}
		}
		return t.TypeParams().Len() > 0 && t.TypeArgs().Len() == 0
	case *types.Map:
		return hasParams(t.Key()) || hasParams(t.Elem())
	case interface{ Elem() types.Type }: // a pointer, a slice, an array or a channel
		return hasParams(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if hasParams(v.Type()) {
				return true
			}
		}
	case *types.Signature:
		return hasParams(t.Params()) || hasParams(t.Results())
	case *types.Struct:
		for f := range t.Fields() {
			if hasParams(f.Type()) {
				return true
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if hasParams(m.Type()) {
				return true
			}
		}
	}
	return false
}

// spansParam reports whether the size of a variable of type t depends on a type parameter.
func (ti *typeInfo) spansParam(t types.Type) bool {
	spans, known := ti.spans[t]
	if known {
		return spans
	}
	switch u := under(t).(type) {
	case *types.Array:
		spans = ti.spansParam(u.Elem())
	case *types.Struct:
		for f := range fieldsOf(t, u) {
			spans = spans || ti.spansParam(f.Type())
		}
	default:
		spans = isParam(t)
	}
	ti.spans[t] = spans
	return spans
}

// fieldsOf lists the fields of a struct type as they are declared: with type parameters
// where those of an instance have something else.
func fieldsOf(t types.Type, s *types.Struct) iter.Seq[*types.Var] {
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if declared, ok := n.Origin().Underlying().(*types.Struct); ok {
			s = declared
		}
	}
	return s.Fields()
}

// mayBe reports whether two types are identical for some type arguments.
func mayBe(a, b types.Type) bool {
	a, b = types.Unalias(a), types.Unalias(b)
	if types.Identical(a, b) {
		return true
	}
	if _, ok := b.(*types.TypeParam); ok {
		return true
	}
	switch a := a.(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		b, ok := b.(*types.Named)
		if !ok || a.Origin() != b.Origin() || a.TypeArgs().Len() != b.TypeArgs().Len() {
			return false
		}
		for i := range a.TypeArgs().Len() {
			if !mayBe(a.TypeArgs().At(i), b.TypeArgs().At(i)) {
				return false
			}
		}
		return a.TypeArgs().Len() > 0
	case *types.Pointer:
		b, ok := b.(*types.Pointer)
		return ok && mayBe(a.Elem(), b.Elem())
	case *types.Slice:
		b, ok := b.(*types.Slice)
		return ok && mayBe(a.Elem(), b.Elem())
	case *types.Chan:
		b, ok := b.(*types.Chan)
		return ok && a.Dir() == b.Dir() && mayBe(a.Elem(), b.Elem())
	case *types.Map:
		b, ok := b.(*types.Map)
		return ok && mayBe(a.Key(), b.Key()) && mayBe(a.Elem(), b.Elem())
	case *types.Tuple:
		b, ok := b.(*types.Tuple)
		if !ok || a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !mayBe(a.At(i).Type(), b.At(i).Type()) {
				return false
			}
		}
		return true
	case *types.Signature:
		b, ok := b.(*types.Signature)
		return ok && a.Variadic() == b.Variadic() && mayBe(a.Params(), b.Params()) && mayBe(a.Results(), b.Results())
	}
	return hasParams(a) || hasParams(b)
}

// mayImplement reports whether t has the methods of an interface, for some type arguments
// of both.
func (ti *typeInfo) mayImplement(t types.Type, i *types.Interface) bool {
	if types.Implements(t, i) {
		return true
	}
	open, known := ti.open[i]
	if !known {
		open = hasParams(i)
		ti.open[i] = open
	}
	if !open && !hasParams(t) {
		return false
	}
	for m := range i.Methods() {
		o, _, _ := types.LookupFieldOrMethod(t, false, m.Pkg(), m.Name())
		if fn, ok := o.(*types.Func); !ok || !mayBe(fn.Type(), m.Type()) {
			return false
		}
	}
	return true
}

// standsBehind reports whether a value of type n of the package, or a pointer to one, may be
// in a variable of interface type i.
func (ti *typeInfo) standsBehind(n *types.Named, i *types.Interface) bool {
	return !types.IsInterface(n) && (ti.mayImplement(n, i) || ti.mayImplement(types.NewPointer(n), i))
}

// dynamicType names a type that the values of an interface have, and gives one that stands
// for all of that name: all instances of a generic type have the same. The name is "" if
// the type depends on a type parameter otherwise.
func dynamicType(t types.Type) (string, types.Type) {
	star, elem := "", types.Unalias(t)
	if p, ok := elem.(*types.Pointer); ok {
		star, elem = "*", types.Unalias(p.Elem())
	}
	if n, ok := elem.(*types.Named); ok && n.TypeParams().Len() > 0 {
		elem = n.Origin()
		if star != "" {
			elem = types.NewPointer(elem)
		}
		return star + n.Obj().Pkg().Path() + "." + n.Obj().Name() + model.AnyInstance, elem
	}
	if hasParams(t) {
		return "", nil
	}
	return typeKey(t), t
}

// storesParam reports whether an assignment of a value whose type is a type parameter may
// set what something reads.
func (x *extractor) storesParam() bool {
	for _, a := range x.typeArgs {
		if isCells(a) && (x.ti.holdsSync(a) || x.readsFields(a, 0)) || x.needs[elemKey{types.TypeString(a, nil)}] {
			return true
		}
	}
	return false
}

// largestArg returns the size of the largest type for which the package uses a generic type
// or function.
func (x *extractor) largestArg() int64 {
	n := int64(1)
	for _, a := range x.typeArgs {
		n = max(n, x.ti.size(a))
	}
	return n
}
