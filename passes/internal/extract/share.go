package extract

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// Data races need the accesses to memory in the models, but only few accesses can
// matter: those to variables, fields, maps and slices that one of the package's
// goroutines uses, that somebody writes, and that stand near a go statement. The
// others would cost time and find nothing.

// maxFar is how many calls away from a goroutine, or from the function that starts
// it, accesses are looked at.
const maxFar = 6

// maxImplementations is how many methods of the package's types a call of an
// interface method may reach to be looked into.
const maxImplementations = 4

// A sharedAccess is an instruction's access to memory that goroutines may share.
type sharedAccess struct {
	addr  ssa.Value // the address, or the map that is accessed
	write bool
	cells int64
	pos   token.Pos
}

// contentsKey is the key of what a map, slice or array holds that is kept in a
// variable.
type contentsKey struct{ of any }

// sharing finds the accesses of a package that matter for data races.
type sharing struct {
	x       *extractor
	started map[*ssa.Function]int  // functions that goroutines run: calls from the start
	near    map[*ssa.Function]int  // functions in whose runs goroutines are started
	called  map[*ssa.Function]bool // literals that known functions call
	fences  map[*ssa.Function]bool
	uses    map[any]*use
}

// use says who accesses what a key stands for.
type use struct {
	started, written bool
	plain            bool // not only by sync/atomic
}

// matters reports whether goroutines may share it, and somebody writes it.
func (u *use) matters() bool { return u != nil && u.started && u.written && u.plain }

// share finds the accesses that matter and gives them to their functions.
func (x *extractor) share() {
	s := &sharing{x: x, started: map[*ssa.Function]int{}, near: map[*ssa.Function]int{}, called: map[*ssa.Function]bool{}, fences: map[*ssa.Function]bool{}, uses: map[any]*use{}}
	s.findStarted()
	if len(s.started) == 0 {
		return
	}
	s.findNear()
	for _, f := range x.order {
		s.note(f)
	}
	s.findFences()
	for _, f := range x.order {
		if s.isNear(f.fn) && !inBubble(f.fn) {
			s.give(f)
		}
	}
}

// inBubble reports whether a function, or one around it, runs its goroutines in a
// bubble of package synctest, whose Wait orders all that they do.
func inBubble(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		found := false
		eachCall(fn, func(c ssa.CallInstruction) {
			callee := c.Common().StaticCallee()
			found = found || callee != nil && callee.Pkg != nil && path.Base(callee.Pkg.Pkg.Path()) == "synctest"
		})
		if found {
			return true
		}
	}
	return false
}

// findStarted finds the functions that goroutines are started with, and what these
// call.
func (s *sharing) findStarted() {
	dynamic := map[string]bool{} // signatures of the values that goroutines call
	var work []*ssa.Function
	start := func(fn *ssa.Function, far int) {
		fn = origin(fn)
		if old, ok := s.started[fn]; far <= maxFar && s.x.fns[fn] != nil && (!ok || far < old) {
			s.started[fn] = far
			work = append(work, fn)
		}
	}
	drain := func() {
		for len(work) > 0 {
			fn := work[len(work)-1]
			work = work[:len(work)-1]
			eachCall(fn, func(c ssa.CallInstruction) {
				for _, callee := range s.callees(c) {
					start(callee, s.started[fn]+1)
				}
				if isDynamic(c) {
					dynamic[sigString(c.Common().Signature())] = true
				}
			})
		}
	}
	for _, f := range s.x.order {
		if s.x.isHandler(f.fn) {
			start(f.fn, 0)
		}
		eachCall(f.fn, func(c ssa.CallInstruction) {
			if _, ok := c.(*ssa.Go); ok {
				for _, callee := range s.callees(c) {
					start(callee, 0)
				}
				if isDynamic(c) {
					dynamic[sigString(c.Common().Signature())] = true
				}
			} else if isStarter(c) {
				for _, a := range c.Common().Args {
					if fn := calledBack(a); fn != nil {
						start(fn, 0)
					}
				}
			} else if fn := parallelTest(c); fn != nil {
				start(fn, 0)
			}
		})
	}
	for _, l := range s.x.forgottenLocks() {
		start(l.reader, 0)
		start(l.writer, 0)
	}
	drain()
	for before := -1; before != len(s.started); {
		before = len(s.started)
		for _, f := range s.x.order {
			eachCall(f.fn, func(c ssa.CallInstruction) {
				callee := c.Common().StaticCallee()
				if callee == nil || s.x.fns[origin(callee)] == nil {
					return
				}
				for _, a := range c.Common().Args {
					if fn := calledBack(a); fn != nil && dynamic[sigString(fn.Signature)] {
						start(fn, 0)
					}
				}
			})
		}
		drain()
	}
}

// isStarter reports whether a call is one of a method or function that runs its
// argument in a goroutine, by its name.
func isStarter(c ssa.CallInstruction) bool {
	name := ""
	if fn := c.Common().StaticCallee(); fn != nil {
		name = fn.Name()
	} else if c.Common().IsInvoke() {
		name = c.Common().Method.Name()
	}
	return name == "Go" || name == "TryGo" || name == "AfterFunc"
}

// parallelTest returns the subtest that a call of T.Run makes, if that runs beside
// others.
func parallelTest(c ssa.CallInstruction) *ssa.Function {
	if fn := c.Common().StaticCallee(); fn == nil || fn.Name() != "Run" || funcName(fn) != "(*testing.T).Run" {
		return nil
	}
	test := calledBack(c.Common().Args[2])
	parallel := false
	if test != nil {
		eachCall(test, func(c ssa.CallInstruction) {
			callee := c.Common().StaticCallee()
			parallel = parallel || callee != nil && funcName(callee) == "(*testing.T).Parallel"
		})
	}
	if !parallel {
		return nil
	}
	return test
}

func eachCall(fn *ssa.Function, do func(ssa.CallInstruction)) {
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if c, ok := in.(ssa.CallInstruction); ok {
				do(c)
			}
		}
	}
}

// findNear finds the functions that start goroutines, those around them, and what
// they call.
func (s *sharing) findNear() {
	var work []*ssa.Function
	reach := func(fn *ssa.Function, far int) {
		fn = origin(fn)
		if old, ok := s.near[fn]; far <= maxFar && s.x.fns[fn] != nil && (!ok || far < old) {
			s.near[fn] = far
			work = append(work, fn)
		}
	}
	for _, f := range s.x.order {
		starts := false
		eachCall(f.fn, func(c ssa.CallInstruction) {
			_, ok := c.(*ssa.Go)
			starts = starts || ok || isStarter(c) || parallelTest(c) != nil
		})
		for fn := f.fn; starts && fn != nil; fn = fn.Parent() {
			reach(fn, 0)
		}
	}
	for fn := range s.started {
		reach(fn, s.started[fn])
	}
	for _, fn := range s.besides() {
		reach(fn, 0)
	}
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		eachCall(fn, func(c ssa.CallInstruction) {
			for _, callee := range s.callees(c) {
				reach(callee, s.near[fn]+1)
			}
			for _, lit := range s.calledByKnown(c) {
				s.called[lit] = true
			}
		})
	}
}

// besides returns the exported methods of the types of which a method starts goroutines,
// or is one, or of which a function that starts some returns a value: they may run
// beside these. See whole.go.
func (s *sharing) besides() []*ssa.Function {
	busy := map[types.Object]bool{}
	note := func(v *types.Var) {
		if n, ok := namedOf(v.Type()); ok {
			busy[n.Obj()] = true
		}
	}
	for fn, far := range s.near {
		switch r := fn.Signature.Recv(); {
		case far != 0 || fn.Parent() != nil:
		case r != nil:
			note(r)
		default:
			for v := range fn.Signature.Results().Variables() {
				note(v)
			}
		}
	}
	var out []*ssa.Function
	for _, f := range s.x.order {
		r := f.fn.Signature.Recv()
		if r == nil || f.fn.Parent() != nil || !token.IsExported(f.fn.Name()) || inTestFile(f.fn) {
			continue
		}
		if n, ok := namedOf(r.Type()); ok && busy[n.Obj()] {
			out = append(out, f.fn)
		}
	}
	return out
}

// callees returns the functions that a call is known to run: the one that it names,
// those that it gives to a function of the tables, and the methods of the package's
// types if the call is of an interface that few of them have.
func (s *sharing) callees(c ssa.CallInstruction) []*ssa.Function {
	if callee := c.Common().StaticCallee(); callee != nil {
		return append(s.calledByKnown(c), callee)
	}
	if !c.Common().IsInvoke() {
		return nil
	}
	impls := s.x.implementations(c.Common())
	if len(impls) > maxImplementations {
		return nil
	}
	var out []*ssa.Function
	for _, f := range impls {
		out = append(out, f.fn)
	}
	return out
}

// isDynamic reports whether a call is of a function value.
func isDynamic(c ssa.CallInstruction) bool {
	k := c.Common()
	_, builtin := k.Value.(*ssa.Builtin)
	return !k.IsInvoke() && !builtin && k.StaticCallee() == nil
}

// calledByKnown returns the functions that a call gives to a function of the tables,
// such as Once.Do.
func (s *sharing) calledByKnown(c ssa.CallInstruction) []*ssa.Function {
	callee := c.Common().StaticCallee()
	if callee == nil || s.x.callee(callee).model == nil {
		return nil
	}
	var out []*ssa.Function
	for _, a := range c.Common().Args {
		if fn := calledBack(a); fn != nil {
			out = append(out, fn)
		}
	}
	return out
}

func (s *sharing) isNear(fn *ssa.Function) bool { _, ok := s.near[fn]; return ok }

// note notes what a function accesses.
func (s *sharing) note(f *fnInfo) {
	_, started := s.started[f.fn]
	unchecked := isNorace(f.fn)
	initial := f.fn.Parent() == nil && (f.fn.Name() == "init" || strings.HasPrefix(f.fn.Name(), "init#"))
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			s.passed(in)
			if addr := atomicAddress(in); addr != nil {
				if key, own := s.x.memoryKey(addr, in); key != nil && !own {
					u := s.of(key)
					u.started, u.written = u.started || started, true
				}
			}
			for _, a := range s.x.accessesOf(in) {
				keys, own := s.x.memoryKeys(a.addr, in)
				if initial || own || unchecked {
					continue
				}
				for _, key := range keys {
					u := s.of(key)
					u.started = u.started || started && !isLocal(key, f.fn)
					u.written = u.written || a.write
					u.plain = true
				}
			}
		}
	}
}

// isNorace reports whether the race detector is told to leave a function alone, or the
// one that it is a literal in.
func isNorace(fn *ssa.Function) bool {
	doc := comment(outermost(fn))
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return c.Text == "//go:norace" })
}

// isLocal reports whether a key stands for a variable that the function fn declares,
// or for what such a variable holds.
func isLocal(key any, fn *ssa.Function) bool {
	switch k := key.(type) {
	case *ssa.Alloc:
		return k.Parent() == fn
	case contentsKey:
		return isLocal(k.of, fn)
	}
	return false
}

func (s *sharing) of(key any) *use {
	u := s.uses[key]
	if u == nil {
		u = &use{}
		s.uses[key] = u
	}
	return u
}

// passed notes the variables of which a goroutine gets the address as an argument.
func (s *sharing) passed(in ssa.Instruction) {
	c, ok := in.(ssa.CallInstruction)
	if !ok || c.Common().StaticCallee() == nil {
		return
	}
	if _, started := s.started[origin(c.Common().StaticCallee())]; !started {
		return
	}
	for _, arg := range c.Common().Args {
		if a, ok := arg.(*ssa.Alloc); ok && a.Heap {
			u := s.of(a)
			u.started, u.written = true, true
		}
	}
}

// give tells a function which of its accesses are kept.
func (s *sharing) give(f *fnInfo) {
	unchecked := isNorace(f.fn)
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			for _, a := range s.x.accessesOf(in) {
				keys, own := s.x.memoryKeys(a.addr, in)
				if !own && !unchecked && slices.ContainsFunc(keys, func(key any) bool { return s.uses[key].matters() }) {
					if len(f.accesses[in]) == 0 {
						f.accessesList = append(f.accessesList, in)
					}
					f.accesses[in] = append(f.accesses[in], a)
				}
			}
			if addr := atomicAddress(in); addr != nil {
				if key, own := s.x.memoryKey(addr, in); key != nil && !own && s.uses[key].matters() {
					f.order(in)
				}
			}
			if c, ok := in.(ssa.CallInstruction); ok && s.isFence(c) {
				f.fences[in] = true
			}
		}
	}
	if len(f.accesses) > 0 {
		// Atomic operations order the accesses around them, even if nothing depends on
		// their results.
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(*ssa.Call)
				if !ok || c.Call.StaticCallee() == nil {
					continue
				}
				if k := s.x.callee(c.Call.StaticCallee()); k.model != nil && isAtomic(k.name) {
					f.order(in)
				}
			}
		}
	}
	if len(f.accesses) == 0 && len(f.orders) == 0 {
		return
	}
	// A function literal that is passed to unknown code is not made to matter by what
	// it accesses.
	if _, started := s.started[f.fn]; started || f.fn.Parent() == nil || s.called[f.fn] {
		f.shares = true
	}
}

// order keeps an operation of sync/atomic.
func (f *fnInfo) order(in ssa.Instruction) {
	f.orders[in] = true
	f.x.require(f.x.cellKey(in.(ssa.CallInstruction).Common().Args[0]))
}

// accessesOf lists the memory that an instruction accesses.
func (x *extractor) accessesOf(in ssa.Instruction) []sharedAccess {
	switch in := in.(type) {
	case *ssa.UnOp:
		if in.Op == token.MUL {
			return []sharedAccess{{addr: in.X, cells: x.ti.size(in.Type()), pos: readAt(in)}}
		}
	case *ssa.Store:
		if u, ok := in.Val.(*ssa.UnOp); ok && u.Op == token.MUL && u.X == in.Addr {
			return nil // a return of a named result by its name
		}
		if c, ok := in.Val.(*ssa.Call); ok && c.Call.StaticCallee() != nil && funcName(c.Call.StaticCallee()) == "time.AfterFunc" {
			return nil // long before the timer fires
		}
		return []sharedAccess{{addr: in.Addr, write: true, cells: x.ti.size(in.Val.Type()), pos: in.Pos()}}
	case *ssa.MapUpdate:
		return []sharedAccess{{addr: in.Map, write: true, cells: 1, pos: in.Pos()}}
	case *ssa.Lookup:
		if _, ok := under(in.X.Type()).(*types.Map); ok {
			return []sharedAccess{{addr: in.X, cells: 1, pos: in.Pos()}}
		}
	case *ssa.Range:
		if _, ok := under(in.X.Type()).(*types.Map); ok {
			return []sharedAccess{{addr: in.X, cells: 1, pos: in.Pos()}}
		}
	case *ssa.Call:
		b, ok := in.Call.Value.(*ssa.Builtin)
		if !ok || len(in.Call.Args) == 0 {
			return nil
		}
		if _, ok := under(in.Call.Args[0].Type()).(*types.Map); ok {
			switch b.Name() {
			case "len":
				return []sharedAccess{{addr: in.Call.Args[0], cells: 1, pos: in.Pos()}}
			case "delete", "clear":
				return []sharedAccess{{addr: in.Call.Args[0], write: true, cells: 1, pos: in.Pos()}}
			}
		}
	}
	return nil
}

// readAt is where a variable is read: named results are when their function returns.
func readAt(load *ssa.UnOp) token.Pos {
	if refs := load.Referrers(); !load.Pos().IsValid() && len(*refs) == 1 {
		if ret, ok := (*refs)[0].(*ssa.Return); ok {
			return ret.Pos()
		}
	}
	return load.Pos()
}

// atomicAddress returns the address that a function of sync/atomic is called with,
// nil if an instruction is no such call.
func atomicAddress(in ssa.Instruction) ssa.Value {
	c, ok := in.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	if fn := c.Common().StaticCallee(); fn != nil && strings.HasPrefix(funcName(fn), "sync/atomic.") && len(c.Common().Args) > 0 {
		return c.Common().Args[0]
	}
	return nil
}

// memoryKeys names the memory at an address: of a struct that is copied, all its
// fields.
func (x *extractor) memoryKeys(addr ssa.Value, in ssa.Instruction) (keys []any, own bool) {
	key, own := x.memoryKey(addr, in)
	if key != nil {
		keys = append(keys, key)
	}
	if p, ok := under(addr.Type()).(*types.Pointer); ok {
		if s, ok := under(p.Elem()).(*types.Struct); ok {
			for i := range s.NumFields() {
				keys = append(keys, s.Field(i).Origin())
			}
		}
	}
	return keys, own
}

// memoryKey names the memory at an address, or the content of a map, nil if it
// cannot be told. own reports whether it is filled in before others can see it.
func (x *extractor) memoryKey(addr ssa.Value, in ssa.Instruction) (key any, own bool) {
	if _, ok := under(addr.Type()).(*types.Map); ok {
		key, own = x.contents(addr, in)
		return key, own
	}
	switch a := addr.(type) {
	case *ssa.Alloc:
		if !a.Heap {
			return nil, false
		}
		return variable(a), initialises(in, a)
	case *ssa.Phi:
		if v := variable(a); v != nil {
			return v, false
		}
	case *ssa.FreeVar:
		if b, ok := binding(a).(*ssa.FreeVar); ok {
			return x.memoryKey(b, in)
		}
		if v := variable(binding(a)); v != nil {
			return v, false
		}
	case *ssa.Global:
		return a, false
	case *ssa.FieldAddr:
		if v := fieldVar(a.X.Type(), a.Field); v != nil {
			alloc, ok := a.X.(*ssa.Alloc)
			return v, ok && initialises(in, alloc)
		}
	case *ssa.IndexAddr:
		return x.contents(a.X, in)
	case *ssa.Parameter:
		return targetKey(a), false
	}
	return nil, false
}

// contents names what a map, slice or array holds.
func (x *extractor) contents(v ssa.Value, in ssa.Instruction) (key any, own bool) {
	switch v := v.(type) {
	case *ssa.UnOp:
		key, own = x.memoryKey(v.X, in)
	case *ssa.Parameter:
		key = paramKey{v.Parent(), slices.Index(v.Parent().Params, v)}
	case *ssa.Alloc, *ssa.FieldAddr, *ssa.FreeVar, *ssa.Global: // of an array
		key, own = x.memoryKey(v, in)
	}
	if key != nil {
		key = contentsKey{key}
	}
	return key, own
}

// initialises reports whether an instruction accesses a variable before a
// function literal that captures it is made, or anything else is done with its
// address, in the same block.
func initialises(in ssa.Instruction, a *ssa.Alloc) bool {
	if in.Block() != a.Block() {
		return false
	}
	seen := false
	for _, i := range a.Block().Instrs {
		switch {
		case i == in:
			return seen
		case i == ssa.Instruction(a):
			seen = true
		case seen && passesOn(i, a):
			return false
		}
	}
	return false
}

// passesOn reports whether an instruction lets others know the address of a.
func passesOn(in ssa.Instruction, a *ssa.Alloc) bool {
	switch in := in.(type) {
	case *ssa.FieldAddr, *ssa.UnOp, *ssa.DebugRef:
		return false
	case *ssa.Store:
		return in.Val == a
	}
	for _, op := range in.Operands(nil) {
		if *op == a {
			return true
		}
	}
	return false
}

// findFences finds the functions in which unknown code may run that synchronises.
func (s *sharing) findFences() {
	for changed := true; changed; {
		changed = false
		for _, f := range s.x.order {
			if s.fences[f.fn] {
				continue
			}
			eachCall(f.fn, func(c ssa.CallInstruction) {
				if s.isFence(c) && !s.fences[f.fn] {
					s.fences[f.fn], changed = true, true
				}
			})
		}
	}
}

// silent are the methods of interfaces that tell something and do nothing.
var silent = map[string]bool{"Error": true, "String": true, "Err": true, "Done": true, "Value": true, "Deadline": true, "Len": true, "Less": true,
	"Swap": true, "Name": true, "Unwrap": true, "Is": true, "Hash": true, "Size": true, "Type": true}

// busy are the packages of the standard library through which programs talk to
// others, and to themselves.
var busy = []string{"net", "os", "io", "bufio", "syscall", "database/sql", "testing", "crypto/tls", "internal/poll", "internal/syscall", "reflect", "plugin", "runtime", "log/syslog"}

// isFence reports whether unknown code runs in a call that may synchronise with
// other unknown code.
func (s *sharing) isFence(c ssa.CallInstruction) bool {
	if _, ok := c.(*ssa.Go); ok {
		return false
	}
	k := c.Common()
	if k.IsInvoke() {
		return !silent[k.Method.Name()]
	}
	if _, ok := k.Value.(*ssa.Builtin); ok {
		return false
	}
	fn := k.StaticCallee()
	if fn == nil {
		return true
	}
	fn = origin(fn)
	if s.x.fns[fn] != nil {
		return s.fences[fn]
	}
	if s.x.callee(fn).model != nil {
		return false // what it does is known
	}
	pkg := ""
	if o := fn.Object(); o != nil && o.Pkg() != nil {
		pkg = o.Pkg().Path()
	}
	if !IsStd(pkg) {
		return true
	}
	// Others wait for nothing but what they are given, such as the end of a pipe.
	return slices.ContainsFunc(busy, func(p string) bool { return pkg == p || strings.HasPrefix(pkg, p+"/") }) ||
		slices.ContainsFunc(k.Args, func(a ssa.Value) bool { return s.x.ti.holdsSync(peel(a).Type()) })
}

// demandAccesses asks for what the addresses of the accesses start from.
func (f *fnInfo) demandAccesses() {
	if !f.relevant && f.shares {
		f.relevant, f.x.changed = true, true
	}
	if !f.relevant {
		return
	}
	for _, in := range f.accessesList {
		for _, a := range f.accesses[in] {
			f.demandPath(a.addr)
		}
	}
}

func (f *fnInfo) demandPath(v ssa.Value) {
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.FreeVar, *ssa.Parameter:
		f.demand(v)
	case *ssa.FieldAddr:
		f.demandPath(v.X)
	case *ssa.IndexAddr:
		f.demandPath(v.X)
	case *ssa.UnOp:
		switch {
		case v.Op == token.ARROW:
			f.demand(v)
		case v.Op == token.MUL && f.pathTo(v.X):
			f.demandPath(v.X)
			f.x.require(f.x.cellKey(v.X))
		}
	case *ssa.Extract:
		switch v.Tuple.(type) {
		case *ssa.UnOp, *ssa.Select: // received
			f.demand(v)
		}
	}
}

// pathTo reports whether an address starts from a variable or parameter.
func (f *fnInfo) pathTo(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.FreeVar, *ssa.Parameter, *ssa.Global:
		return true
	case *ssa.FieldAddr:
		return f.pathTo(v.X)
	case *ssa.UnOp:
		return v.Op == token.MUL && f.pathTo(v.X)
	}
	return false
}

// correlated reports whether a condition may have to do with what decides other
// branches, or with synchronisation: what it guards does not always happen.
func (f *fnInfo) correlated(v ssa.Value, depth int) bool {
	if depth > 6 {
		return true
	}
	switch v := v.(type) {
	case *ssa.Const:
		return false
	case *ssa.Global, *ssa.Function, *ssa.Builtin:
		return false
	case *ssa.UnOp:
		switch v.Op {
		case token.ARROW:
			return true
		case token.MUL:
			key := f.x.cellKey(v.X)
			if _, ok := key.(elemKey); !ok && f.x.needs[key] {
				return true
			}
			return false
		}
	case *ssa.Call:
		if k := f.x.classify(v); f.kept[v] || f.need[v] || k.model != nil || k.info != nil {
			return true
		}
		_, builtin := v.Call.Value.(*ssa.Builtin)
		return builtin && slices.ContainsFunc(v.Call.Args, func(a ssa.Value) bool { return f.correlated(a, depth+1) })
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			return f.need[v] || f.correlated(c, depth+1)
		}
		return f.correlated(v.Tuple, depth+1)
	case *ssa.Select:
		return true
	}
	if f.need[v] {
		return true
	}
	if in, ok := v.(ssa.Instruction); ok {
		if _, phi := v.(*ssa.Phi); phi {
			return false
		}
		return slices.ContainsFunc(in.Operands(nil), func(op *ssa.Value) bool { return *op != nil && f.correlated(*op, depth+1) })
	}
	return false
}

// looksInto reports whether an instruction is a call of a function of the package that
// has a model: the fences are in there.
func (e *emitter) looksInto(in ssa.Instruction) bool {
	c, ok := in.(ssa.CallInstruction)
	if !ok || c.Common().StaticCallee() == nil {
		return false
	}
	return e.x.isRelevant(c.Common().StaticCallee())
}

// accesses emits the accesses of an instruction. region holds the blocks that are
// left out, if the instruction is in one of them.
func (e *emitter) accesses(in ssa.Instruction, region []int) {
	if e.f.fences[in] && !e.looksInto(in) {
		e.add(model.Instr{Op: model.Fence})
	}
	for _, a := range e.f.accesses[in] {
		if !fixedPath(a.addr) {
			continue
		}
		if o, ok := e.path(a.addr, region); ok {
			e.add(model.Instr{Op: model.Access, Args: []model.Operand{o}, Imm: model.AccessOf(a.cells, a.write), Pos: e.x.at.number(a.pos), Name: e.memoryName(a)})
		}
	}
}

// fixedPath reports whether an address leads over no element at an index that is
// not constant: which one that is, the model seldom knows.
func fixedPath(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.FieldAddr:
		return fixedPath(v.X)
	case *ssa.IndexAddr:
		_, ok := v.Index.(*ssa.Const)
		return ok && fixedPath(v.X)
	case *ssa.UnOp:
		return fixedPath(v.X)
	}
	return true
}

// path computes an address anew, or returns a value that is there; it returns
// false if it cannot.
func (e *emitter) path(v ssa.Value, region []int) (model.Operand, bool) {
	in, isInstr := v.(ssa.Instruction)
	left := isInstr && slices.Contains(region, in.Block().Index)
	switch v := v.(type) {
	case *ssa.Global:
		return e.operand(v), true
	case *ssa.Parameter, *ssa.FreeVar:
		return e.operand(v), e.f.need[v]
	}
	if e.f.need[v] && !left {
		return e.operand(v), true
	}
	s := e.fresh()
	out := model.Instr{Dst: []model.Slot{s}}
	switch v := v.(type) {
	case *ssa.FieldAddr:
		base, ok := e.path(v.X, region)
		if !ok {
			return base, false
		}
		out.Op, out.Args, out.Imm = model.FieldAt, []model.Operand{base}, e.x.ti.offset(deref(v.X.Type()), v.Field)
	case *ssa.IndexAddr:
		base, ok := e.path(v.X, region)
		c, constant := v.Index.(*ssa.Const)
		if !ok || !constant {
			return base, false
		}
		out.Op, out.Args, out.Imm = model.IndexAt, []model.Operand{base, e.constant(c)}, e.x.ti.size(deref(v.Type()))
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return model.Operand{}, false
		}
		base, ok := e.path(v.X, region)
		if !ok || isCells(v.Type()) {
			return base, false
		}
		out.Op, out.Args, out.Imm = model.Load, []model.Operand{base}, e.class(v.Type())
	default:
		return model.Operand{}, false
	}
	e.add(out)
	return model.S(s), true
}

// memoryName names memory as the source does: "n", "c.n"; for what is in a map or
// slice, "map m" or "element of s".
func (e *emitter) memoryName(a sharedAccess) string {
	addr := a.addr
	if _, ok := addr.(*ssa.FieldAddr); ok {
		if name := e.x.names.selector(a.pos); name != "" {
			return name
		}
	}
	switch under(addr.Type()).(type) {
	case *types.Map:
		return prefixed("map ", pathName(addr))
	}
	if ia, ok := addr.(*ssa.IndexAddr); ok {
		return prefixed("element of ", pathName(ia.X))
	}
	return pathName(addr)
}

func prefixed(prefix, name string) string {
	if name == "" {
		return ""
	}
	return prefix + name
}

func pathName(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.Phi:
		if a := variable(v); a != nil && token.IsIdentifier(a.Comment) {
			return a.Comment
		}
	case *ssa.FreeVar:
		return v.Name()
	case *ssa.Parameter:
		return v.Name()
	case *ssa.Global:
		return v.Name()
	case *ssa.UnOp:
		return pathName(v.X)
	case *ssa.FieldAddr:
		f := fieldVar(v.X.Type(), v.Field)
		base := pathName(v.X)
		if f == nil || base == "" {
			return base
		}
		return base + "." + f.Name()
	case *ssa.IndexAddr:
		if base := pathName(v.X); base != "" {
			if c, ok := v.Index.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Int {
				return base + "[" + c.Value.ExactString() + "]"
			}
			return base + "[…]"
		}
	}
	return ""
}
