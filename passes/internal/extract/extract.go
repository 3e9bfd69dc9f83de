// Package extract turns the SSA form of a package's functions into models.
//
// A function is sliced: only what can matter to synchronisation is kept. The
// slice starts from effects (operations on channels, locks and the like, calls
// of functions that have effects, stores of values that hold sync objects) and
// grows backward: the operands of what is kept, the conditions of branches that
// decide whether something kept is executed, and the stores that feed a kept
// load, in whichever function of the package they stand. A branch whose arms
// hold nothing that is kept is dropped, and with it what it depends on.
package extract

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// A Library knows the models of functions of other packages.
type Library interface {
	// Lookup returns the model of a function by its full name, nil if it has
	// none.
	Lookup(name string) *model.FuncModel
	// HasMethod reports whether a type of a package has a method of a name that has a model,
	// and whether one of them has an effect. Not asked for the standard library.
	HasMethod(path, name string) (has, effect bool)
	// Analyzed reports whether the functions of a package that have no model
	// are known to be without effect.
	Analyzed(path string) bool
}

// A Root is a function to explore.
type Root struct {
	Name    string
	Classes []model.Class // of parameters and captured variables
	Main    bool
	// Heavy roots start goroutines or make channels, themselves or through
	// their callees; the others only use what they are given.
	Heavy bool
	// Small is set if the function takes locks or starts goroutines itself: it is
	// worth more than a glance, even if it does nothing else.
	Small bool
	// Inner roots are functions that others of the package call; they count only if
	// these take too long.
	Inner bool
	// Whole roots use a type as its users might, Private ones as its package might.
	Whole, Private bool
	// Unguarded are the fields that one of the two methods of a Whole root reads without
	// the lock which guards them, if that is what the root is for.
	Unguarded []string
	// Handler roots run a handler of requests for two of them.
	Handler bool
	// Concurrent roots may run at the same time as others.
	Concurrent bool
}

// Made reports whether no function of the package is the root: it was made to use a type
// or a handler.
func (r Root) Made() bool { return r.Whole || r.Handler }

// A Package is the models of a package.
type Package struct {
	Funcs   []*model.FuncModel
	Methods map[string]string // "type.method" -> function
	Globals []model.Global
	Roots   []Root
	// Covered names, for functions that are explored where they are called from,
	// the callers: as roots they count only if the callers take too long.
	Covered map[string][]string
	// Names gives the source function of a model, for messages.
	Names map[string]*ssa.Function
	// LockKeys names the locks that are taken or released at a position: by type and field, or
	// as a package variable. Others have no name.
	LockKeys map[model.Pos]string
	// LockOwners names, for the locks of LockKeys that are in objects which a
	// container holds, the type or package variable that the container is in, ""
	// if that is not known: two such locks are seldom the same.
	LockOwners map[model.Pos]string
	// Implements tells, for an interface type that a model asserts, which of the
	// types that models make interface values of implement it.
	Implements map[string]map[string]bool
	// Idle holds the methods, as "type.method", that do nothing which matters, of
	// the types that models make interface values of.
	Idle map[string]bool
	// Fixed tells what these always return, by "type.method#result".
	Fixed map[string]model.Operand
	// Endless holds the positions of ranges that end only if their channel is closed,
	// which nothing in the package, nor anybody else, can do.
	Endless map[model.Pos]bool
	// Positions resolves the positions in the models.
	Positions *Positions
}

// extractor is the extraction of one package.
type extractor struct {
	pkg   *ssa.Package
	lib   Library
	ti    *typeInfo
	names *sourceNames
	at    *Positions
	fns   map[*ssa.Function]*fnInfo
	order []*fnInfo

	needs   map[any]bool // what some kept instruction reads, see key types
	changed bool
	// Signatures of the functions that are used as values, and names of the
	// methods of the package, if they have effects.
	sigs        map[string]bool
	methods     map[string]bool
	impls       map[ifaceMethod][]*fnInfo
	values      []*ssa.Function // used as values somewhere
	code        []model.Instr   // a buffer, see fnInfo.emit
	started     map[string]bool // signatures of the values that a main package starts
	recovers    bool
	isMain      bool
	neverStored map[*types.Var]bool
	channels    map[*types.Var]*channelUse // of the unexported fields that are channels
	endless     map[model.Pos]bool         // see Package
	makes       map[string]bool            // element types of the channels that the package makes
	closes      map[string]bool            // ... and of those that it closes
	typeArgs    []types.Type               // of the generic types and functions that the package uses
	stores      map[*types.Var]bool        // fields that are stored to after their struct was made
	addressed   map[any]bool               // variables and fields of scalars that pointers lead to, by cellKey
	initOnly    map[*ssa.Global]bool
	sets        map[*ssa.Global][]*ssa.Store            // what variables are set to
	filled      map[*ssa.Global]bool                    // variables of which parts are set
	calls       map[*ssa.Function][]ssa.CallInstruction // that name their callee
	passed      map[any]bool                            // what fromCaller found, by parameter or field
	hooks       map[*types.Var][]ssa.Value              // what is put into the fields that hold functions
	standIns    map[*types.Var][]*ssa.Function          // the functions that tests put into fields
	dynamic     map[string]types.Type                   // of the interface values that the models make
	asserted    map[string]types.Type                   // interface types that the models ask for
	regained    typeutil.Map                            // types, not interfaces, that the package takes out of interfaces
	rounds      int
	wholeRoots  int                           // see wholes
	callees     map[*ssa.Function]libraryFunc // see callee
	elsewhere   map[ifaceMethod]callClass     // see modelledElsewhere
	requested   map[types.Object]bool         // see ofRequests
	toRouters   map[any]bool                  // see routed
	sigNames    map[*types.Signature]string   // see sig
	pure        map[*ssa.Function]bool        // see isPureFunc
	settled     map[*ssa.Alloc]bool           // see initialized
	forgotten   *[]forgottenLock              // see forgottenLocks
	leading     leading                       // see standsFor
}

// Keys of needs. Fields are keyed by their *types.Var, package variables by
// *ssa.Global, local variables by *ssa.Alloc.
type (
	elemKey  struct{ typ string } // elements of containers and targets of pointers
	mapKey   struct{ typ string } // which entries maps of a type have
	chanKey  struct{ typ string } // values sent over channels
	paramKey struct {
		fn *ssa.Function
		i  int
	}
	freeKey struct {
		fn *ssa.Function
		i  int
	}
	resultKey struct {
		fn *ssa.Function
		i  int
	}
	sigParam struct {
		sig string
		i   int
	}
	sigResult struct {
		sig string
		i   int
	}
	methodParam struct {
		name string
		i    int
	}
	methodResult struct {
		name string
		i    int
	}
)

// maxInstrs bounds the size of a function that is looked into.
const maxInstrs = 20_000

// Extract makes the models of a package. srcFuncs are its source functions;
// files and info their syntax, for the names of variables.
func Extract(pkg *ssa.Package, srcFuncs []*ssa.Function, files []*ast.File, info *types.Info, lib Library) *Package {
	x := &extractor{
		pkg: pkg, lib: lib, ti: newTypeInfo(pkg.Pkg), names: newSourceNames(files, info), at: newPositions(pkg.Prog.Fset, files),
		fns: map[*ssa.Function]*fnInfo{}, needs: map[any]bool{}, sigs: map[string]bool{}, methods: map[string]bool{}, started: map[string]bool{},
		impls: map[ifaceMethod][]*fnInfo{}, dynamic: map[string]types.Type{}, asserted: map[string]types.Type{}, callees: map[*ssa.Function]libraryFunc{}, elsewhere: map[ifaceMethod]callClass{}, sigNames: map[*types.Signature]string{}, pure: map[*ssa.Function]bool{}, settled: map[*ssa.Alloc]bool{},
		isMain: pkg.Pkg.Name() == "main", typeArgs: typeArgs(info),
	}
	for _, fn := range srcFuncs {
		x.addFunc(fn)
	}
	if init := pkg.Func("init"); init != nil {
		x.addFunc(init)
	}
	x.scan()
	x.wrapAtomics()
	if !x.worthwhile() {
		return &Package{Positions: x.at}
	}
	x.share()
	x.solve()
	return x.emit()
}

func (x *extractor) addFunc(fn *ssa.Function) *fnInfo {
	fn = origin(fn)
	if f, ok := x.fns[fn]; ok {
		return f
	}
	// Instances of generic functions elsewhere have bodies here.
	if len(fn.Blocks) == 0 || fn.Pkg != x.pkg && x.lib.Lookup(funcName(fn)) != nil {
		return nil
	}
	if instructions(fn) > maxInstrs {
		return nil
	}
	f := &fnInfo{x: x, fn: fn, kept: map[ssa.Instruction]bool{}, need: map[ssa.Value]bool{}, leaves: map[ssa.Value]bool{},
		accesses: map[ssa.Instruction][]sharedAccess{}, fences: map[ssa.Instruction]bool{}, orders: map[ssa.Instruction]bool{}}
	x.fns[fn] = f
	x.order = append(x.order, f)
	for _, a := range fn.AnonFuncs {
		x.addFunc(a)
	}
	// Wrappers of methods and instances are made on demand by the SSA builder;
	// they belong to this package when something of it refers to them.
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if canMatter(in) {
				f.sites = append(f.sites, in)
			}
			callee := ssa.Value(nil)
			if c, ok := in.(ssa.CallInstruction); ok {
				callee = c.Common().Value
			}
			switch in := in.(type) {
			case *ssa.MakeInterface:
				x.ti.box(in.X.Type())
			case *ssa.TypeAssert:
				x.ti.box(in.AssertedType)
			}
			for _, op := range in.Operands(nil) {
				g, ok := (*op).(*ssa.Function)
				if !ok || g.Pkg != x.pkg && g.Pkg != nil {
					continue
				}
				x.addFunc(g)
				if g != callee {
					x.values = append(x.values, g)
				}
			}
		}
	}
	return f
}

// instructions returns the size of a function.
func instructions(fn *ssa.Function) int {
	n := 0
	for _, b := range fn.Blocks {
		n += len(b.Instrs)
	}
	return n
}

// maxWrapper is the size, in instructions, of a method that does little more than one
// operation of sync/atomic.
const maxWrapper = 16

// wrapAtomics asks for the variables that small exported methods of the package offer to
// others as atomic ones, and for their results: what these decide by them, nobody here
// knows.
func (x *extractor) wrapAtomics() {
	wrappers := map[*ssa.Function]bool{}
	for changed := true; changed; {
		changed = false
		for _, f := range x.order {
			if wrappers[f.fn] || !x.wrapsAtomic(f, wrappers) {
				continue
			}
			wrappers[f.fn], changed = true, true
			for i := range f.fn.Signature.Results().Len() {
				x.require(resultKey{f.fn, i})
			}
		}
	}
}

// wrapsAtomic reports whether a function is a small exported method with an operation of
// sync/atomic on a field of its receiver, for which it asks then, or that calls another
// such wrapper.
func (x *extractor) wrapsAtomic(f *fnInfo, wrappers map[*ssa.Function]bool) bool {
	if f.fn.Signature.Recv() == nil || !f.exported() || instructions(f.fn) > maxWrapper {
		return false
	}
	wraps := false
	eachCall(f.fn, func(c ssa.CallInstruction) {
		fn := staticCallee(c)
		switch {
		case fn == nil || len(c.Common().Args) == 0:
		case wrappers[fn]:
			wraps = true
		case isAtomic(funcName(fn)):
			if fa, ok := c.Common().Args[0].(*ssa.FieldAddr); ok && fa.X == f.fn.Params[0] {
				x.require(x.cellKey(fa))
				wraps = true
			}
		}
	})
	return wraps
}

// worthwhile reports whether the package has anything to do with concurrency.
func (x *extractor) worthwhile() bool {
	for _, f := range x.order {
		if x.isHandler(f.fn) {
			return true
		}
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				if x.primitive(in) {
					return true
				}
			}
		}
	}
	return false
}

// scan looks at all instructions once, for what is known of the package as a
// whole.
func (x *extractor) scan() {
	x.initOnly = map[*ssa.Global]bool{}
	x.sets = map[*ssa.Global][]*ssa.Store{}
	x.filled = map[*ssa.Global]bool{}
	x.neverStored = map[*types.Var]bool{}
	x.stores, x.addressed = map[*types.Var]bool{}, map[any]bool{}
	x.calls, x.passed = map[*ssa.Function][]ssa.CallInstruction{}, map[any]bool{}
	x.hooks, x.standIns = map[*types.Var][]ssa.Value{}, map[*types.Var][]*ssa.Function{}
	x.endless = map[model.Pos]bool{}
	x.makes, x.closes = map[string]bool{}, map[string]bool{}
	x.neverAssigned()
	x.findChannelUses()
	bad := map[*ssa.Global]bool{}
	var operands []*ssa.Value // of an instruction
	for i := 0; i < len(x.order); i++ {
		f := x.order[i]
		isInit := f.fn.Name() == "init" && f.fn.Synthetic != ""
		inTest := inTestFile(f.fn) // a test prepares what it uses
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				operands = in.Operands(operands[:0])
				x.noteAddresses(in, operands)
				if inTest {
					x.noteStandIn(in)
				} else {
					x.noteStores(in)
					x.noteHook(in)
				}
				if made, ok := in.(*ssa.MakeChan); ok {
					x.makes[chanElem(made.Type())] = true
				}
				if c, ok := in.(ssa.CallInstruction); ok {
					if closes(c) {
						x.closes[chanElem(c.Common().Args[0].Type())] = true
					}
					if bi, ok := c.Common().Value.(*ssa.Builtin); ok && bi.Name() == "recover" {
						x.recovers = true
					}
					if fn := staticCallee(c); fn != nil {
						x.calls[fn] = append(x.calls[fn], c)
					}
				}
				if a, ok := in.(*ssa.TypeAssert); ok && !types.IsInterface(a.AssertedType) {
					x.regained.Set(a.AssertedType, true)
				}
				for n, op := range operands {
					g, ok := (*op).(*ssa.Global)
					if !ok {
						continue
					}
					switch in := in.(type) {
					case *ssa.Store:
						if n == 0 {
							x.sets[g] = append(x.sets[g], in)
							if !isInit {
								bad[g] = true
							}
							continue
						}
					case *ssa.UnOp:
						continue
					case *ssa.FieldAddr, *ssa.IndexAddr:
						set, kept := useOfPart(in.(ssa.Value))
						x.filled[g] = x.filled[g] || set
						if kept && (isInit || !set) {
							continue
						}
					}
					bad[g] = true // its address goes elsewhere
				}
			}
		}
	}
	for _, m := range x.pkg.Members {
		if g, ok := m.(*ssa.Global); ok && !bad[g] {
			x.initOnly[g] = true
		}
	}
}

// useOfPart reports whether a part of a variable is set by its address, and whether that is
// done with the address, or it is read, and nothing else.
func useOfPart(addr ssa.Value) (set, kept bool) {
	kept = true
	for _, r := range *addr.Referrers() {
		switch r := r.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Store:
			set = set || r.Addr == addr
			kept = kept && r.Val != addr
		case *ssa.FieldAddr, *ssa.IndexAddr:
			s, k := useOfPart(r.(ssa.Value))
			set, kept = set || s, kept && k
		default:
			kept = false
		}
	}
	return set, kept
}

// setOnce returns what a variable is set to, if that is at one place only, else nil.
func setOnce(sets []*ssa.Store) ssa.Value {
	if len(sets) != 1 {
		return nil
	}
	return sets[0].Val
}

// noteStores notes the fields that an instruction stores to, or lets others store
// to, unless it fills in a struct that the function has just made.
func (x *extractor) noteStores(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.FieldAddr:
		v := fieldVar(in.X.Type(), in.Field)
		if v == nil || x.stores[v] {
			return
		}
		_, own := in.X.(*ssa.Alloc)
		for _, r := range *in.Referrers() {
			switch r := r.(type) {
			case *ssa.UnOp, *ssa.FieldAddr, *ssa.DebugRef:
				continue
			case *ssa.Store:
				if r.Addr == in && own {
					continue
				}
			}
			x.stores[v] = true
		}
	case *ssa.Store:
		if _, own := in.Addr.(*ssa.Alloc); own {
			return
		}
		if s, ok := under(in.Val.Type()).(*types.Struct); ok {
			for i := range s.NumFields() {
				x.stores[s.Field(i).Origin()] = true
			}
		}
	}
}

// noteAddresses notes the variables and fields to which an instruction with some operands lets
// others of the package store by their addresses.
func (x *extractor) noteAddresses(in ssa.Instruction, operands []*ssa.Value) {
	switch in := in.(type) {
	case *ssa.UnOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.MakeClosure, *ssa.DebugRef:
		return
	case ssa.CallInstruction:
		if fn := staticCallee(in); fn != nil && fn.Pkg != x.pkg {
			return
		}
	}
	_, isStore := in.(*ssa.Store)
	for n, op := range operands {
		if isStore && n == 0 {
			continue
		}
		switch v := (*op).(type) {
		case *ssa.Alloc, *ssa.FieldAddr, *ssa.FreeVar, *ssa.Global:
			if p, ok := under(v.Type()).(*types.Pointer); ok && scalar(x.ti.class(p.Elem())) {
				x.addressed[x.cellKey(v)] = true
			}
		}
	}
}

// noteHook notes what an instruction puts into a field that holds a function.
func (x *extractor) noteHook(in ssa.Instruction) {
	fa, val := fieldStore(in)
	if fa == nil {
		return
	}
	if _, isFunc := val.Type().Underlying().(*types.Signature); !isFunc {
		return
	}
	if v := fieldVar(fa.X.Type(), fa.Field); v != nil {
		x.hooks[v] = append(x.hooks[v], val)
	}
}

// noteStandIn notes the function that an instruction of a test puts into a field.
func (x *extractor) noteStandIn(in ssa.Instruction) {
	if fa, val := fieldStore(in); fa != nil {
		if fn, ok := peel(val).(*ssa.Function); ok {
			v := fieldVar(fa.X.Type(), fa.Field)
			x.standIns[v] = append(x.standIns[v], fn)
		}
	}
}

// fieldStore returns the field that an instruction sets, and what it is set to; nil if it
// sets none.
func fieldStore(in ssa.Instruction) (*ssa.FieldAddr, ssa.Value) {
	if st, ok := in.(*ssa.Store); ok {
		if fa, ok := st.Addr.(*ssa.FieldAddr); ok {
			return fa, st.Val
		}
	}
	return nil, nil
}

// neverAssigned finds the unexported channel fields of the package's types that
// nothing in the package can set.
func (x *extractor) neverAssigned() {
	for _, n := range x.ti.named {
		s, ok := n.Underlying().(*types.Struct)
		if !ok || n.TypeParams().Len() > 0 {
			continue
		}
		for i := range s.NumFields() {
			f := s.Field(i)
			if _, ok := f.Type().Underlying().(*types.Chan); ok && !f.Exported() {
				x.neverStored[f] = true
			}
		}
	}
	if len(x.neverStored) == 0 {
		return
	}
	made := map[types.Type]bool{}
	for _, m := range x.pkg.Members {
		if g, ok := m.(*ssa.Global); ok {
			noteParts(made, deref(g.Type()))
		}
	}
	for _, f := range x.order {
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				x.noteFieldUse(in)
				switch in := in.(type) {
				case *ssa.Alloc:
					noteParts(made, deref(in.Type()))
				case *ssa.MakeSlice, *ssa.MakeMap:
					noteParts(made, in.(ssa.Value).Type())
				}
			}
		}
	}
	// What is never made is dead code. Others can make an exported type, but not
	// that of a test, and do so to call its methods.
	for _, n := range x.ti.named {
		used := n.Obj().Exported() && !inTest(x.pkg.Prog.Fset, n.Obj().Pos()) && hasExported(n)
		if s, ok := n.Underlying().(*types.Struct); ok && !made[n] && !used {
			for i := range s.NumFields() {
				delete(x.neverStored, s.Field(i))
			}
		}
	}
}

// hasExported reports whether a type has an exported method of its own.
func hasExported(n *types.Named) bool {
	for m := range n.Methods() {
		if m.Exported() {
			return true
		}
	}
	return false
}

// noteParts notes the types of the variables that one of type t consists of, or
// has as elements.
func noteParts(parts map[types.Type]bool, t types.Type) {
	t = types.Unalias(t)
	if parts[t] {
		return
	}
	parts[t] = true
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			noteParts(parts, u.Field(i).Type())
		}
	case *types.Array:
		noteParts(parts, u.Elem())
	case *types.Slice:
		noteParts(parts, u.Elem())
	case *types.Map:
		noteParts(parts, u.Elem())
	case *types.Chan:
		noteParts(parts, u.Elem())
	}
}

func (x *extractor) noteFieldUse(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.FieldAddr:
		v := fieldVar(in.X.Type(), in.Field)
		if v == nil || !x.neverStored[v] {
			return
		}
		for _, r := range *in.Referrers() {
			if u, ok := r.(*ssa.UnOp); !ok || u.Op != token.MUL {
				delete(x.neverStored, v)
			}
		}
	case *ssa.ChangeType, *ssa.Convert, *ssa.MultiConvert:
		// A value of another struct type brings its own fields.
		v := in.(ssa.Value)
		s, ok := deref(v.Type()).Underlying().(*types.Struct)
		if !ok {
			return
		}
		for i := range s.NumFields() {
			delete(x.neverStored, s.Field(i))
		}
	}
}

// fieldVar returns the variable of a field, for a struct or pointer to one.
func fieldVar(t types.Type, i int) *types.Var {
	s, ok := under(deref(t)).(*types.Struct)
	if !ok || i >= s.NumFields() {
		return nil
	}
	return s.Field(i).Origin()
}

// solve grows the slices until nothing changes.
func (x *extractor) solve() {
	for _, f := range x.order {
		f.relevant = f.returnsSync()
	}
	for x.changed = true; x.changed && x.rounds < 60; x.rounds++ {
		x.changed = false
		for _, fn := range x.values {
			x.taken(fn)
		}
		for _, f := range x.order {
			f.grow()
		}
	}
}

func (x *extractor) require(key any) {
	if key != nil && !x.needs[key] {
		x.needs[key] = true
		x.changed = true
	}
}

// cellKey names the variable at an address.
func (x *extractor) cellKey(addr ssa.Value) any {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		if v := fieldVar(a.X.Type(), a.Field); v != nil {
			return v
		}
	case *ssa.Global:
		return a
	case *ssa.Alloc, *ssa.Phi:
		if v := variable(a); v != nil {
			return v
		}
	case *ssa.FreeVar:
		if b := binding(a); b != nil {
			return x.cellKey(b)
		}
	}
	return targetKey(addr)
}

// targetKey names whatever a pointer like that may lead to.
func targetKey(addr ssa.Value) elemKey { return elemKey{types.TypeString(deref(addr.Type()), nil)} }

// readAt reports whether something reads the variable at an address, by its name or by
// another pointer.
func (x *extractor) readAt(addr ssa.Value) bool {
	key := x.cellKey(addr)
	return x.needs[key] || x.addressed[key] && x.needs[targetKey(addr)]
}

// variable returns the allocation that stands for the variable at an address: that of its
// first round for the variable of a loop, of which each round has one of its own; nil if it
// is none that is declared.
func variable(addr ssa.Value) *ssa.Alloc {
	switch a := addr.(type) {
	case *ssa.Alloc:
		if a.Heap {
			for _, r := range *a.Referrers() {
				if phi, ok := r.(*ssa.Phi); ok {
					if first := variable(phi); first != nil {
						return first
					}
				}
			}
		}
		return a
	case *ssa.Phi:
		first, ok := a.Edges[0].(*ssa.Alloc)
		if !ok || slices.ContainsFunc(a.Edges, func(e ssa.Value) bool {
			next, ok := e.(*ssa.Alloc)
			return !ok || next.Comment != a.Comment // the name of the variable
		}) {
			return nil
		}
		return first
	}
	return nil
}

// outermost returns the function that a literal is written in, or fn if it is none.
func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// stored lists what is stored to a local variable by its name.
func stored(a *ssa.Alloc) []ssa.Value {
	var out []ssa.Value
	for _, r := range *a.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Addr == a {
			out = append(out, st.Val)
		}
	}
	return out
}

// binding returns the value that a captured variable is bound to, if it can be
// told.
func binding(v *ssa.FreeVar) ssa.Value {
	fn := v.Parent()
	refs := fn.Referrers() // nil if the function is not a literal
	if refs == nil {
		return nil
	}
	for _, r := range *refs {
		if mc, ok := r.(*ssa.MakeClosure); ok {
			return mc.Bindings[slices.Index(fn.FreeVars, v)]
		}
	}
	return nil
}

// funcName returns the name of the model of a function.
func funcName(fn *ssa.Function) string {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	if fn.Parent() == nil && fn.Synthetic == "" {
		// All init functions of a package have the same full name.
		if obj, ok := fn.Object().(*types.Func); ok && !strings.HasPrefix(fn.Name(), "init#") {
			return obj.FullName()
		}
	}
	return fn.String()
}

// sigString names a signature by its types alone.
func sigString(s *types.Signature) string {
	return types.TypeString(types.NewSignatureType(nil, nil, nil, unnamed(s.Params()), unnamed(s.Results()), s.Variadic()), nil)
}

func unnamed(t *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, t.Len())
	for i := range vars {
		vars[i] = types.NewParam(0, nil, "", t.At(i).Type())
	}
	return types.NewTuple(vars...)
}

func sortedMembers(pkg *ssa.Package) []string {
	var names []string
	for n := range pkg.Members {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
