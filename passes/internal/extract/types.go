package extract

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// typeInfo answers questions about types, with a memory.
type typeInfo struct {
	pkg   *types.Package
	sync  map[types.Type]bool
	sizes map[types.Type]int64
	// ifaces are the named types of the package, for the question what an
	// interface can hold.
	named []*types.Named
	boxed []types.Type              // those of other packages that are put into interfaces here
	open  map[*types.Interface]bool // whether type parameters occur in them
	spans map[types.Type]bool       // see spansParam
}

func newTypeInfo(pkg *types.Package) *typeInfo {
	t := &typeInfo{pkg: pkg, sync: map[types.Type]bool{}, sizes: map[types.Type]int64{}, open: map[*types.Interface]bool{}, spans: map[types.Type]bool{}}
	for _, name := range pkg.Scope().Names() {
		if tn, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok && !tn.IsAlias() {
			if n, ok := tn.Type().(*types.Named); ok {
				t.named = append(t.named, n)
			}
		}
	}
	return t
}

// box notes that a value of a type is put into an interface, or found there.
func (ti *typeInfo) box(t types.Type) {
	n, ok := namedOf(t)
	if ok && n.Obj().Pkg() != nil && n.Obj().Pkg() != ti.pkg && !slices.ContainsFunc(ti.boxed, func(b types.Type) bool { return types.Identical(b, t) }) {
		ti.boxed = append(ti.boxed, t)
	}
}

// stdRoots are the first elements of the paths of the standard library. A module
// of the user's may have a name without a dot, too.
var stdRoots = func() map[string]bool {
	m := map[string]bool{}
	for _, root := range strings.Fields(`archive bufio builtin bytes cmd cmp compress container context crypto database
		debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os
		path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode
		unique unsafe vendor weak`) {
		m[root] = true
	}
	return m
}()

// IsStd reports whether a package path is one of the standard library.
func IsStd(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return stdRoots[first] && !strings.Contains(path, "vendor/")
}

// Unvendored returns the name of something of a copy that a vendor directory of
// the standard library holds as that of the original.
func Unvendored(name string) string {
	open := len(name) - len(strings.TrimLeft(name, "(*"))
	if i := strings.LastIndex(name, "vendor/"); i >= 0 {
		return name[:open] + name[i+len("vendor/"):]
	}
	return name
}

// syncTypes are the types of the standard library that hold sync objects.
var syncTypes = map[string]bool{
	"sync.Mutex": true, "sync.RWMutex": true, "sync.WaitGroup": true, "sync.Once": true, "sync.Cond": true,
	"sync.Locker": true, "time.Timer": true, "time.Ticker": true, "context.Context": true,
	"context.CancelFunc": true, "context.CancelCauseFunc": true, "testing.T": true, "testing.B": true,
	"testing.TB": true, "testing.F": true, "net.Listener": true, "net.TCPListener": true, "io.PipeReader": true, "io.PipeWriter": true,
	"golang.org/x/sync/errgroup.Group": true, "golang.org/x/sync/semaphore.Weighted": true,
	"golang.org/x/sync/singleflight.Group": true,
}

func typeName(n *types.Named) string {
	o := n.Obj()
	if o.Pkg() == nil {
		return o.Name()
	}
	return Unvendored(o.Pkg().Path()) + "." + o.Name()
}

// holdsSync reports whether a value of type t is, holds or leads to something
// that goroutines synchronise with.
func (ti *typeInfo) holdsSync(t types.Type) bool {
	if v, ok := ti.sync[t]; ok {
		return v
	}
	ti.sync[t] = false // for recursive types
	v := ti.holds(t)
	ti.sync[t] = v
	return v
}

func (ti *typeInfo) holds(t types.Type) bool {
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok {
		name := typeName(n)
		if syncTypes[name] {
			return true
		}
		if p := n.Obj().Pkg(); p == nil || p != ti.pkg && IsStd(p.Path()) {
			return false
		}
		if _, ok := n.Underlying().(*types.Interface); ok {
			return ti.implHoldsSync(n)
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return true
	case *types.Pointer:
		return ti.holdsSync(u.Elem())
	case *types.Slice:
		return ti.holdsSync(u.Elem())
	case *types.Array:
		return ti.holdsSync(u.Elem())
	case *types.Map:
		return ti.holdsSync(u.Elem()) || ti.holdsSync(u.Key())
	case *types.Struct:
		for i := range u.NumFields() {
			if ti.holdsSync(u.Field(i).Type()) {
				return true
			}
		}
	case *types.Signature:
		// Functions that cancel and that release look like this.
		p := u.Params()
		return u.Results().Len() == 0 && (p.Len() == 0 || p.Len() == 1 && isError(p.At(0).Type()))
	}
	return false
}

// implHoldsSync reports whether some type of the package that implements
// interface n holds sync objects.
func (ti *typeInfo) implHoldsSync(n *types.Named) bool {
	i := n.Underlying().(*types.Interface)
	if i.NumMethods() == 0 {
		return false
	}
	if ti.hasStandIn(i) {
		return true
	}
	return slices.ContainsFunc(ti.named, func(t *types.Named) bool { return ti.standsBehind(t, i) && ti.holdsSync(t) })
}

// hasStandIn reports whether i is an interface for a wait group or a lock, behind which a
// type of another package stands that holds sync objects.
func (ti *typeInfo) hasStandIn(i *types.Interface) bool {
	waits := false
	for m := range i.Methods() {
		s := m.Signature()
		waits = waits || (m.Name() == "Wait" || m.Name() == "Lock") && s.Params().Len() == 0 && s.Results().Len() == 0
	}
	return waits && slices.ContainsFunc(ti.boxed, func(t types.Type) bool { return types.Implements(t, i) && ti.holdsSync(t) })
}

// class returns the class of the values of a type.
func (ti *typeInfo) class(t types.Type) model.Class {
	t = types.Unalias(t)
	if p, ok := t.(*types.TypeParam); ok {
		if core := coreType(p); core != nil {
			return ti.class(core)
		}
		return model.None
	}
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return model.Chan
	case *types.Signature:
		return model.Func
	case *types.Pointer:
		return model.Ptr
	case *types.Slice:
		return model.List
	case *types.Map:
		return model.Map
	case *types.Struct, *types.Array:
		return model.Struct
	case *types.Interface:
		if ti.holdsSync(t) {
			return model.Iface
		}
		return model.Error
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return model.Bool
		case u.Info()&types.IsInteger != 0:
			return model.Int
		case u.Info()&types.IsString != 0:
			return model.String
		case u.Kind() == types.UnsafePointer:
			return model.Ptr
		}
	}
	return model.None
}

// typeArgs lists the types for which a package uses generic types and functions.
func typeArgs(info *types.Info) []types.Type {
	var seen typeutil.Map
	for _, inst := range info.Instances {
		for t := range inst.TypeArgs.Types() {
			if _, ok := types.Unalias(t).(*types.TypeParam); !ok {
				seen.Set(t, true)
			}
		}
	}
	return seen.Keys()
}

// coreType returns the single underlying type of a type parameter's terms.
func coreType(p *types.TypeParam) types.Type {
	i, ok := p.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var core types.Type
	for k := range i.NumEmbeddeds() {
		switch e := types.Unalias(i.EmbeddedType(k)).(type) {
		case *types.Union:
			for j := range e.Len() {
				u := e.Term(j).Type().Underlying()
				if core != nil && !types.Identical(core, u) {
					return nil
				}
				core = u
			}
		default:
			if _, ok := e.Underlying().(*types.Interface); !ok {
				core = e.Underlying()
			}
		}
	}
	return core
}

// under is the underlying type, of the core type for a type parameter.
func under(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.TypeParam); ok {
		if core := coreType(p); core != nil {
			return core.Underlying()
		}
	}
	return t.Underlying()
}

// maxArray is the largest array whose elements are told apart.
const maxArray = 64

// maxSize is how many cells of a variable are told apart.
const maxSize = 1 << 20

// size returns how many cells a variable of type t takes.
func (ti *typeInfo) size(t types.Type) int64 {
	if n, ok := ti.sizes[t]; ok {
		return n
	}
	n := int64(1)
	switch u := t.Underlying().(type) {
	case *types.Struct:
		n = ti.offset(t, u.NumFields())
	case *types.Array:
		n = ti.size(u.Elem()) * min(u.Len(), maxArray)
	}
	n = min(max(n, 1), maxSize)
	ti.sizes[t] = n
	return n
}

// offset returns the first cell of field i of a struct type.
func (ti *typeInfo) offset(t types.Type, i int) int64 {
	s, ok := under(t).(*types.Struct)
	if !ok {
		return 0
	}
	n, k := int64(0), 0
	for declared := range fieldsOf(t, s) {
		if k == i {
			break
		}
		if ti.spansParam(declared.Type()) {
			n += ti.span(declared.Type())
		} else {
			n += ti.size(s.Field(k).Type())
		}
		k++
	}
	return n
}

// paramSpan is how many cells there are in a struct for a value of a type parameter, in all
// instances, so that they have what comes after it in the same place.
const paramSpan = 256

// span returns how many cells there are in a struct for a field of a type that depends on
// type parameters.
func (ti *typeInfo) span(t types.Type) int64 {
	if a, ok := under(t).(*types.Array); ok {
		return min(ti.span(a.Elem())*min(a.Len(), maxArray), maxSize)
	}
	if isParam(t) {
		return paramSpan
	}
	return ti.size(t)
}

// embeddedLock finds the lock that a value of type t stands for as a sync.Locker, if that
// is embedded in the struct that the value points to: its first cell there, and the type
// of its pointer.
func (ti *typeInfo) embeddedLock(iface, t types.Type) (off int64, lock types.Type, ok bool) {
	n, named := namedOf(iface)
	p, pointer := t.Underlying().(*types.Pointer)
	if !named || typeName(n) != "sync.Locker" || !pointer {
		return 0, nil, false
	}
	_, path, _ := types.LookupFieldOrMethod(p, true, nil, "Lock")
	t = p.Elem()
	for _, i := range path[:max(0, len(path)-1)] {
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return 0, nil, false // over an embedded pointer
		}
		off += ti.offset(t, i)
		t = s.Field(i).Type()
	}
	lock = types.NewPointer(t)
	return off, lock, len(path) > 1 && isLock(lock)
}

// isCells reports whether values of the type are rows of cells.
func isCells(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

func deref(t types.Type) types.Type {
	if p, ok := under(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// namedOf returns the named type that t is, or points to.
func namedOf(t types.Type) (*types.Named, bool) {
	n, ok := types.Unalias(deref(t)).(*types.Named)
	return n, ok
}

// typeKey names a type so that identical types have the same name: parameters
// have none.
func typeKey(t types.Type) string {
	if s, ok := types.Unalias(t).(*types.Signature); ok {
		return sigString(s)
	}
	return types.TypeString(t, nil)
}

// ofStd reports whether a type is declared in the standard library, and not in
// the package at hand: its fields are mostly set before they are used.
func (x *extractor) ofStd(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg() != x.pkg.Pkg && IsStd(n.Obj().Pkg().Path())
}
