package graph

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/trace"
)

// An origin is where an object comes from: a place that makes it, or a variable or
// field that holds it. The place of its declaration tells it from others.
type origin struct {
	rank rank
	name string
	made trace.Kind // of calls that make something that is no channel
	at   token.Pos
}

// A rank says which of several origins of an object has the best name.
type rank int

const (
	field rank = iota
	global
	made
	local
	element
	parameter
)

// A resolver finds out which objects a value can denote. It follows the value back
// through variables, calls and closures, and knows nothing of the order in which
// these happen.
type resolver struct {
	sites    map[*ssa.Function][]*ssa.CallCommon // calls of a function
	callees  map[*ssa.CallCommon][]*ssa.Function
	closures map[*ssa.Function][]*ssa.MakeClosure
	known    map[*ssa.Function]bool
	cache    map[ssa.Value][]origin
}

func newResolver(functions []*ssa.Function) resolver {
	r := resolver{
		sites: make(map[*ssa.Function][]*ssa.CallCommon), callees: make(map[*ssa.CallCommon][]*ssa.Function),
		closures: make(map[*ssa.Function][]*ssa.MakeClosure), known: make(map[*ssa.Function]bool),
		cache: make(map[ssa.Value][]origin),
	}
	methods := make(map[string][]*ssa.Function)
	for _, fn := range functions {
		r.known[fn] = true
		if fn.Signature.Recv() != nil && fn.Synthetic == "" {
			methods[fn.Name()] = append(methods[fn.Name()], fn)
		}
	}
	for _, fn := range functions {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.MakeClosure:
					f := instr.Fn.(*ssa.Function)
					r.closures[f] = append(r.closures[f], instr)
				case ssa.CallInstruction:
					r.addCall(instr.Common(), methods)
				}
			}
		}
	}
	return r
}

// addCall notes which functions a call can run.
func (r *resolver) addCall(c *ssa.CallCommon, methods map[string][]*ssa.Function) {
	var callees []*ssa.Function
	if c.IsInvoke() {
		iface := c.Value.Type().Underlying().(*types.Interface)
		for _, m := range methods[c.Method.Name()] {
			if types.Implements(m.Signature.Recv().Type(), iface) {
				callees = append(callees, m)
			}
		}
	} else {
		callees = functionsOf(c.Value)
	}
	for _, f := range callees {
		if r.known[f] {
			r.callees[c] = append(r.callees[c], f)
			r.sites[canonical(f)] = append(r.sites[canonical(f)], c)
		}
	}
}

// functionsOf returns the functions that a value can be, as far as the function in
// which it is used shows them.
func functionsOf(v ssa.Value) []*ssa.Function {
	var list []*ssa.Function
	seen := make(map[ssa.Value]bool)
	var visit func(ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Function:
			list = append(list, v)
		case *ssa.MakeClosure:
			list = append(list, v.Fn.(*ssa.Function))
		case *ssa.ChangeType:
			visit(v.X)
		case *ssa.Phi:
			for _, e := range v.Edges {
				visit(e)
			}
		case *ssa.UnOp:
			if a, ok := v.X.(*ssa.Alloc); ok {
				for _, stored := range storesTo(a) {
					visit(stored)
				}
			}
		}
	}
	visit(v)
	return list
}

// resolve returns the origins of what a value is, or points to, in the order in
// which they are found.
func (r *resolver) resolve(v ssa.Value) []origin {
	if list, ok := r.cache[v]; ok {
		return list
	}
	w := walk{resolver: r, seen: make(map[any]bool)}
	w.value(v)
	r.cache[v] = w.found
	return w.found
}

// A walk follows one value back. The keys of seen are values, and cells for values
// of which the content was looked at.
type walk struct {
	*resolver
	seen  map[any]bool
	found []origin
}

type cell struct{ address ssa.Value }

func (w *walk) add(o origin) {
	if !slices.Contains(w.found, o) {
		w.found = append(w.found, o)
	}
}

func (w *walk) value(v ssa.Value) {
	if w.seen[v] {
		return
	}
	w.seen[v] = true
	switch v := v.(type) {
	case *ssa.MakeChan, *ssa.MakeSlice, *ssa.MakeMap:
		w.add(origin{made, variableOf(v), "", v.Pos()})
	case *ssa.Alloc:
		name := v.Comment
		switch name {
		case "new", "complit", "varargs", "slicelit", "makeslice":
			name = variableOf(v)
		}
		w.add(origin{local, name, "", v.Pos()})
	case *ssa.Global:
		w.add(origin{global, v.Name(), "", v.Pos()})
	case *ssa.FieldAddr:
		w.field(v.X, v.Field)
	case *ssa.Field:
		w.field(v.X, v.Field)
	case *ssa.IndexAddr:
		w.elements(v.X)
	case *ssa.Index:
		w.elements(v.X)
	case *ssa.Lookup:
		w.elements(v.X)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			w.content(v.X)
		} else if v.Op == token.ARROW {
			w.add(origin{element, "received from " + variableOf(v.X), "", v.Pos()})
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			w.value(e)
		}
	case *ssa.ChangeType:
		w.value(v.X)
	case *ssa.ChangeInterface:
		w.value(v.X)
	case *ssa.MakeInterface:
		w.value(v.X)
	case *ssa.TypeAssert:
		w.value(v.X)
	case *ssa.Slice:
		w.value(v.X)
	case *ssa.Extract:
		w.result(v.Tuple, v.Index)
	case *ssa.Call:
		w.result(v, 0)
	case *ssa.Parameter:
		w.parameter(v, w.value)
	case *ssa.FreeVar:
		w.captured(v, w.value)
	}
}

// content follows what is stored at an address.
func (w *walk) content(address ssa.Value) {
	if w.seen[cell{address}] {
		return
	}
	w.seen[cell{address}] = true
	switch a := address.(type) {
	case *ssa.Alloc:
		stores := storesTo(a)
		for _, v := range stores {
			w.value(v)
		}
		if len(stores) == 0 {
			w.value(a)
		}
	case *ssa.FreeVar:
		w.captured(a, w.content)
	case *ssa.Parameter:
		w.parameter(a, w.content)
	default:
		w.value(a) // a field, a global, an element: known by its own name
	}
}

// field adds the field of a struct, or of what a pointer to one points to.
func (w *walk) field(x ssa.Value, index int) {
	t := x.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	f := t.Underlying().(*types.Struct).Field(index)
	name := f.Name()
	if named, ok := types.Unalias(t).(*types.Named); ok {
		switch pkg := named.Obj().Pkg(); {
		case pkg != nil && pkg.Path() == "time":
			w.value(x) // the channel of a timer is that timer
			return
		case pkg != nil && pkg.Path() == "sync": // the lock of a condition
			for _, o := range w.resolve(x) {
				w.add(origin{o.rank, o.name + "." + name, "", o.at})
			}
			return
		}
		name = named.Obj().Name() + "." + name
	}
	w.add(origin{field, name, "", f.Pos()})
}

// elements adds the elements of a container, which count as one.
func (w *walk) elements(container ssa.Value) {
	for _, o := range w.resolve(container) {
		w.add(origin{min(o.rank, element), strings.TrimSuffix(o.name, "[…]") + "[…]", "", o.at})
	}
}

// result follows a result of a call.
func (w *walk) result(v ssa.Value, index int) {
	call, ok := v.(*ssa.Call)
	if !ok {
		w.operand(v)
		return
	}
	c := &call.Call
	name := calledName(c)
	switch {
	case name == "(context.Context).Done":
		before := len(w.found)
		w.value(c.Value)
		for i := before; i < len(w.found); i++ {
			w.found[i].made = trace.Context
		}
		return
	case isMaker(c):
		kind := trace.Timer
		if strings.HasPrefix(name, "context.") {
			kind = trace.Context
		}
		w.add(origin{made, cmp.Or(variableOf(call), shortName(name)), kind, call.Pos()})
		return
	case name == "sync.NewCond":
		w.add(origin{made, variableOf(call), trace.Cond, call.Pos()})
		return
	}
	if b, ok := c.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			for _, arg := range c.Args {
				w.value(arg)
			}
		}
		return
	}
	if name == "context.Background" || name == "context.TODO" {
		return // never cancelled
	}
	followed := false
	for _, f := range w.callees[c] {
		for _, b := range f.Blocks {
			if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && index < len(ret.Results) {
				w.value(ret.Results[index])
				followed = true
			}
		}
	}
	if !followed && name != "" {
		w.add(origin{element, "result of " + shortName(name), "", call.Pos()})
	}
}

// operand follows the value that a tuple with ok is made of.
func (w *walk) operand(v ssa.Value) {
	switch v := v.(type) {
	case *ssa.Lookup, *ssa.TypeAssert, *ssa.UnOp:
		w.value(v)
	case *ssa.Next:
		if r, ok := v.Iter.(*ssa.Range); ok {
			w.elements(r.X)
		}
	}
}

// parameter follows the arguments of all calls. Without any, the parameter itself is
// all that is known.
func (w *walk) parameter(p *ssa.Parameter, follow func(ssa.Value)) {
	fn := p.Parent()
	index := slices.Index(fn.Params, p)
	followed := false
	for _, c := range w.sites[canonical(fn)] {
		args := c.Args
		if c.IsInvoke() {
			args = append([]ssa.Value{c.Value}, args...)
		}
		if index < len(args) {
			follow(args[index])
			followed = true
		}
	}
	if !followed {
		w.add(origin{parameter, p.Name(), "", p.Pos()})
	}
}

// captured follows a variable of a closure to where the closure is made.
func (w *walk) captured(v *ssa.FreeVar, follow func(ssa.Value)) {
	fn := v.Parent()
	index := slices.Index(fn.FreeVars, v)
	for _, c := range w.closures[fn] {
		follow(c.Bindings[index])
	}
}

// storesTo returns what is stored to a variable, also in closures.
func storesTo(address ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, instr := range *address.Referrers() {
		switch instr := instr.(type) {
		case *ssa.Store:
			if instr.Addr == address {
				list = append(list, instr.Val)
			}
		case *ssa.MakeClosure:
			fn := instr.Fn.(*ssa.Function)
			for i, b := range instr.Bindings {
				if b == address {
					list = append(list, storesTo(fn.FreeVars[i])...)
				}
			}
		}
	}
	return list
}

// variableOf returns the name of the first variable that holds a value, "" if none
// does.
func variableOf(v ssa.Value) string {
	if v.Referrers() == nil {
		return v.Name()
	}
	for _, instr := range *v.Referrers() {
		switch instr := instr.(type) {
		case *ssa.DebugRef:
			if id, ok := instr.Expr.(*ast.Ident); ok && !instr.IsAddr && id.Name != "_" {
				return id.Name
			}
		case *ssa.Store:
			if a, ok := instr.Addr.(*ssa.Alloc); ok && instr.Val == v {
				return a.Comment
			}
		case *ssa.Extract:
			if instr.Index == 0 {
				return variableOf(instr)
			}
		case *ssa.ChangeType:
			return variableOf(instr)
		}
	}
	return ""
}

// canonical returns the generic function of an instance, else the function.
func canonical(fn *ssa.Function) *ssa.Function {
	if o := fn.Origin(); o != nil {
		return o
	}
	return fn
}

// calledName returns the name that go/types gives to what is called, "" if it is a
// value.
func calledName(c *ssa.CallCommon) string {
	if c.IsInvoke() {
		return c.Method.FullName()
	}
	if f := c.StaticCallee(); f != nil {
		if obj, ok := canonical(f).Object().(*types.Func); ok {
			return obj.FullName()
		}
	}
	return ""
}

// shortName leaves the directories out of a name with import paths.
func shortName(name string) string {
	prefix := name[:len(name)-len(strings.TrimLeft(name, "(*"))]
	name = name[len(prefix):]
	return prefix + name[strings.LastIndexByte(name, '/')+1:]
}

// isMaker reports whether a call makes a context or a timer.
func isMaker(c *ssa.CallCommon) bool {
	switch calledName(c) {
	case "context.WithCancel", "context.WithCancelCause", "context.WithTimeout", "context.WithTimeoutCause",
		"context.WithDeadline", "context.WithDeadlineCause", "os/signal.NotifyContext",
		"time.After", "time.Tick", "time.NewTimer", "time.NewTicker":
		return true
	}
	return false
}

// kindOf returns what values of a type are, or point to; "" if they are nothing of
// interest.
func kindOf(t types.Type) trace.Kind {
	if isChan(t) {
		return trace.Channel
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return map[string]trace.Kind{
		"sync.Mutex": trace.Mutex, "sync.RWMutex": trace.RWMutex, "sync.Locker": trace.Mutex, "sync.WaitGroup": trace.WaitGroup,
		"golang.org/x/sync/errgroup.Group": trace.WaitGroup, "sync.Once": trace.Once, "sync.Cond": trace.Cond,
	}[named.Obj().Pkg().Path()+"."+named.Obj().Name()]
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// isFuncOfNothing reports whether a type is one that functions which cancel a
// context can have.
func isFuncOfNothing(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	return ok && sig.Results().Len() == 0 && sig.Params().Len() <= 1
}
