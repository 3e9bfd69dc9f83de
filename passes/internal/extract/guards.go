package extract

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A type shows by its methods which of its fields a lock of it guards: those that it
// accesses with the lock held, as far as it shares them. That is the lockset of Savage,
// Burrows, Nelson, Sobalvarro and Anderson (Eraser, 1997), found without running anything.
// A method that reads such a field all the same, and takes no lock, has forgotten it.

// A forgottenLock is a method that reads guarded fields without the lock, and a method
// that writes them, with the lock held.
type forgottenLock struct {
	typ            *types.Named
	fields         []string
	reader, writer *ssa.Function
}

// maxWriters bounds the methods that a reader is run beside: not in all of them it is clear
// that they come to where they write.
const maxWriters = 2

// guardedUse is an access to a field of one of the package's types.
type guardedUse struct {
	fn    *ssa.Function // that is no literal
	write bool
	held  []*types.Var // locks of the same struct that are held
}

// guardedUses are those of one field.
type guardedUses struct {
	typ   *types.Named
	field *types.Var
	list  []guardedUse
	open  bool // not all of them are known
}

// forgottenLocks lists the methods of the package's types that have forgotten a lock.
func (x *extractor) forgottenLocks() []forgottenLock {
	if x.forgotten != nil {
		return *x.forgotten
	}
	x.forgotten = &[]forgottenLock{}
	g := guards{x: x, uses: map[*types.Var]*guardedUses{}, locks: map[*types.Named][]*types.Var{}, held: map[*ssa.Function]map[ssa.Instruction]lockSet{}, entry: map[*ssa.Function]lockSet{}}
	for _, f := range x.order {
		if !inTestFile(f.fn) && !isNorace(f.fn) {
			g.note(f.fn)
		}
	}
	for _, u := range g.order {
		for _, l := range g.forgottenOf(u) {
			same := func(o forgottenLock) bool { return o.reader == l.reader && o.writer == l.writer }
			if i := slices.IndexFunc(*x.forgotten, same); i >= 0 {
				(*x.forgotten)[i].fields = append((*x.forgotten)[i].fields, l.fields...)
			} else {
				*x.forgotten = append(*x.forgotten, l)
			}
		}
	}
	return *x.forgotten
}

// lockSet holds the locks that are held at a place, each as the path to it.
type lockSet map[string]bool

// guards finds which locks guard which fields.
type guards struct {
	x     *extractor
	uses  map[*types.Var]*guardedUses
	order []*guardedUses
	locks map[*types.Named][]*types.Var                 // see locksIn
	held  map[*ssa.Function]map[ssa.Instruction]lockSet // see locksets
	entry map[*ssa.Function]lockSet                     // see atEntry
	// invoked holds the interfaces of the package of which it calls a method, by its name.
	invoked map[string][]*types.Interface
}

// note notes which fields a function accesses, and with which locks held.
func (g *guards) note(fn *ssa.Function) {
	outer := outermost(fn)
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			fa, ok := in.(*ssa.FieldAddr)
			if !ok {
				continue
			}
			v := fieldVar(fa.X.Type(), fa.Field)
			n, ok := namedOf(fa.X.Type())
			if !ok || v == nil || n.Obj().Pkg() != g.x.pkg.Pkg {
				continue
			}
			if n = n.Origin(); len(g.locksIn(n)) == 0 || isGuard(v.Type()) {
				continue
			}
			u := g.uses[v]
			if u == nil {
				u = &guardedUses{typ: n, field: v}
				g.uses[v] = u
				g.order = append(g.order, u)
			}
			at, known := g.locksets(fn)
			if !known || isFresh(fa.X, fn) {
				continue // what it does with locks is right, or nobody else has the value
			}
			base := accessPath(fa.X)
			accesses, all := accessesThrough(fa)
			u.open = u.open || !all
			for _, a := range accesses {
				use := guardedUse{fn: outer, write: a.write}
				for _, lock := range g.locksIn(n) {
					if at[a.in][base+"."+lock.Name()] {
						use.held = append(use.held, lock)
					}
				}
				u.list = append(u.list, use)
			}
		}
	}
}

// locksIn lists the fields of a struct type that are locks. It is asked for at each access to
// a field.
func (g *guards) locksIn(n *types.Named) []*types.Var {
	out, known := g.locks[n]
	if known {
		return out
	}
	if s, ok := n.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			switch f.Type().String() {
			case "sync.Mutex", "sync.RWMutex", "*sync.Mutex", "*sync.RWMutex":
				out = append(out, f)
			}
		}
	}
	g.locks[n] = out
	return out
}

// isGuard reports whether values of a type are for several goroutines by themselves.
func isGuard(t types.Type) bool {
	n, ok := namedOf(t)
	if !ok {
		_, isChan := t.Underlying().(*types.Chan)
		return isChan
	}
	p := n.Obj().Pkg()
	return p != nil && (p.Path() == "sync" || p.Path() == "sync/atomic")
}

// isFresh reports whether a function has made the value at an address itself.
func isFresh(addr ssa.Value, fn *ssa.Function) bool {
	a := newValue(addr)
	return a != nil && a.Parent() == fn
}

// accessPath names the value that an instruction works on by how the function comes to it: the
// same path leads to the same value as long as nothing on it is set.
func accessPath(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Parameter:
		return v.Parent().Name() + ":" + v.Name()
	case *ssa.FreeVar:
		if b := binding(v); b != nil {
			return accessPath(b)
		}
	case *ssa.Alloc:
		if set := stored(v); len(set) == 1 {
			if param, ok := set[0].(*ssa.Parameter); ok {
				return "*" + accessPath(param) // a literal shares it
			}
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return strings.TrimPrefix("*"+accessPath(v.X), "**")
		}
	case *ssa.FieldAddr:
		if f := fieldVar(v.X.Type(), v.Field); f != nil {
			return accessPath(v.X) + "." + f.Name()
		}
	case *ssa.Global:
		return v.String()
	}
	if v.Parent() == nil {
		return v.String() // a constant, or a function
	}
	return v.Parent().Name() + "?" + v.Name()
}

// throughAccess is an instruction that reads or writes a field through its address.
type throughAccess struct {
	in    ssa.Instruction
	write bool
}

// accessesThrough lists the accesses to a field through its address, if that is all that is
// done with it.
func accessesThrough(addr ssa.Value) (out []throughAccess, all bool) {
	all = true
	for _, r := range *addr.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			out = append(out, throughAccess{r, true})
			all = all && r.Addr == addr
		case *ssa.UnOp:
			out = append(out, throughAccess{r, writesMap(r)})
		case *ssa.FieldAddr, *ssa.IndexAddr:
			inner, known := accessesThrough(r.(ssa.Value))
			out, all = append(out, inner...), all && known
		default:
			all = false
		}
	}
	return out, all
}

// writesMap reports whether a map is changed that was loaded.
func writesMap(m *ssa.UnOp) bool {
	return slices.ContainsFunc(*m.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.MapUpdate:
			return r.Map == m
		case ssa.CallInstruction:
			b, ok := r.Common().Value.(*ssa.Builtin)
			return ok && (b.Name() == "delete" || b.Name() == "clear")
		}
		return false
	})
}

// locksets returns the locks that are held at each instruction of a function, whichever way
// leads there. It does not know for functions that take locks in ways which it does not
// follow.
func (g *guards) locksets(fn *ssa.Function) (map[ssa.Instruction]lockSet, bool) {
	if at, ok := g.held[fn]; ok {
		return at, at != nil
	}
	g.held[fn] = nil
	if len(fn.Blocks) == 0 || !g.isClear(fn) {
		return nil, false
	}
	entry, known := g.atEntry(fn)
	if !known {
		return nil, false
	}
	at := map[ssa.Instruction]lockSet{}
	in := make([]lockSet, len(fn.Blocks)) // nil: not reached yet
	in[0] = entry
	work := []*ssa.BasicBlock{fn.Blocks[0]}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		now := in[b.Index]
		for _, i := range b.Instrs {
			at[i] = now
			c, ok := i.(*ssa.Call)
			if !ok || c.Call.StaticCallee() == nil {
				continue
			}
			switch name := funcName(c.Call.StaticCallee()); name {
			case "(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock":
				now = maps.Clone(now)
				now[accessPath(c.Call.Args[0])] = true
			case "(*sync.Mutex).Unlock", "(*sync.RWMutex).Unlock", "(*sync.RWMutex).RUnlock":
				now = maps.Clone(now)
				delete(now, accessPath(c.Call.Args[0]))
			}
		}
		for _, s := range b.Succs {
			old := in[s.Index]
			next := maps.Clone(now)
			if old != nil {
				maps.DeleteFunc(next, func(lock string, _ bool) bool { return !old[lock] })
			}
			if old == nil || len(next) < len(old) {
				in[s.Index] = next
				work = append(work, s)
			}
		}
	}
	g.held[fn] = at
	return at, true
}

// isClear reports whether a function takes and releases locks by the methods of package
// sync only, and calls nobody who does it for him.
func (g *guards) isClear(fn *ssa.Function) bool {
	followed := true
	eachCall(fn, func(c ssa.CallInstruction) {
		k := c.Common()
		callee := staticCallee(c)
		switch {
		case k.IsInvoke():
			followed = followed && !strings.HasSuffix(k.Method.Name(), "ock")
		case callee == nil:
		case strings.HasPrefix(funcName(callee), "(*sync."):
			followed = followed && !strings.HasPrefix(callee.Name(), "Try")
		case strings.Contains(strings.ToLower(callee.Name()), "lock"):
			followed = false
		default:
			followed = followed && (g.x.fns[callee] == nil || !half(callee))
		}
	})
	return followed
}

// atEntry returns the locks that are held whenever a function is called. It is known for
// what others can call, which hold none, and for functions of which the callers are known.
func (g *guards) atEntry(fn *ssa.Function) (lockSet, bool) {
	if e, ok := g.entry[fn]; ok {
		return e, e != nil
	}
	g.entry[fn] = nil // a function that calls itself
	e, ok := g.fromCallers(fn)
	if ok {
		g.entry[fn] = e
	}
	return e, ok
}

func (g *guards) fromCallers(fn *ssa.Function) (lockSet, bool) {
	if fn.Parent() != nil {
		// A literal that a goroutine runs holds nothing; others are called somewhere.
		if fn.Referrers() == nil || len(*fn.Referrers()) != 1 {
			return nil, false
		}
		r := (*fn.Referrers())[0]
		if mc, ok := r.(*ssa.MakeClosure); ok && len(*mc.Referrers()) == 1 {
			r = (*mc.Referrers())[0]
		}
		_, starts := r.(*ssa.Go)
		return lockSet{}, starts
	}
	if token.IsExported(fn.Name()) || fn.Name() == "main" || fn.Name() == "init" {
		return lockSet{}, true
	}
	if strings.HasSuffix(fn.Name(), "Locked") {
		return nil, false
	}
	var all lockSet
	for _, c := range g.x.calls[fn] {
		if inTestFile(c.Parent()) {
			continue
		}
		here := lockSet{}
		if _, plain := c.(*ssa.Call); plain {
			at, known := g.locksets(c.Parent())
			if !known {
				return nil, false
			}
			for i, arg := range c.Common().Args {
				for lock := range at[c] {
					if rest, ok := strings.CutPrefix(lock, accessPath(arg)+"."); ok {
						here[accessPath(fn.Params[i])+"."+rest] = true
					}
				}
			}
		} else if _, starts := c.(*ssa.Go); !starts {
			return nil, false
		}
		if all == nil {
			all = here
		}
		maps.DeleteFunc(all, func(lock string, _ bool) bool { return !here[lock] })
	}
	return all, all != nil
}

// forgottenOf returns the methods that have forgotten a lock of those which use a field.
func (g *guards) forgottenOf(u *guardedUses) []forgottenLock {
	if u.open || notShared.MatchString(g.x.typeDoc(u.typ)) || isBegun(u) {
		return nil
	}
	for _, lock := range g.locksIn(u.typ) {
		with, without := map[*ssa.Function]bool{}, []*ssa.Function{}
		var writers []*ssa.Function
		bad := false
		for _, use := range u.list {
			switch {
			case slices.Contains(use.held, lock):
				with[use.fn] = true
				if use.write && g.mayRunBeside(use.fn, u.typ) && !slices.Contains(writers, use.fn) {
					writers = append(writers, use.fn)
				}
			case use.write || !g.isGetter(use.fn, u.typ):
				bad = true
			case !slices.Contains(without, use.fn):
				without = append(without, use.fn)
			}
		}
		if bad || len(with) < 2 || 2*len(without) > len(with) {
			continue
		}
		var out []forgottenLock
		for _, reader := range without {
			for _, writer := range writers[:min(len(writers), maxWriters)] {
				if !with[reader] && !keptApart(reader, writer) {
					out = append(out, forgottenLock{u.typ, []string{u.field.Name()}, reader, writer})
				}
			}
		}
		return out
	}
	return nil
}

// isBegun reports whether a field holds what one method puts there, which is no end of the
// value: whoever asks for it has called that method before.
func isBegun(u *guardedUses) bool {
	switch u.field.Type().Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature:
	default:
		return false
	}
	var writer *ssa.Function
	for _, use := range u.list {
		if !use.write {
			continue
		}
		if writer != nil && use.fn != writer || slices.Contains(closers, use.fn.Name()) {
			return false
		}
		writer = use.fn
	}
	return true
}

// mayRunBeside reports whether a method may run when another one of the type does.
func (g *guards) mayRunBeside(fn *ssa.Function, n *types.Named) bool {
	return isMethodOf(fn, n) && !setter.MatchString(fn.Name()) && !decoder.MatchString(fn.Name()) && !slices.Contains(starters, fn.Name()) &&
		(token.IsExported(fn.Name()) || g.x.runsInside(fn, map[*ssa.Function]bool{}))
}

// isGetter reports whether a function is a method for others that only looks at something:
// it neither synchronises with others, nor is it called with a lock held, or by way of an
// interface of the package, where it is not known which locks are held.
func (g *guards) isGetter(fn *ssa.Function, n *types.Named) bool {
	if !isMethodOf(fn, n) || !token.IsExported(fn.Name()) || slices.Contains(starters, fn.Name()) || slices.Contains(closers, fn.Name()) ||
		setter.MatchString(fn.Name()) || ofLocks.MatchString(comment(fn).Text()) {
		return false
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in.(type) {
			case *ssa.Go, *ssa.Select, *ssa.Send, *ssa.MakeClosure:
				return false
			}
		}
	}
	return !takes(fn) && !g.isInvoked(fn, n) && !slices.ContainsFunc(g.x.calls[fn], func(c ssa.CallInstruction) bool {
		at, _ := g.locksets(c.Parent())
		return !inTestFile(c.Parent()) && len(at[c]) > 0
	})
}

// isInvoked reports whether the package calls a method of a type by way of an interface of
// its own.
func (g *guards) isInvoked(fn *ssa.Function, n *types.Named) bool {
	if g.invoked == nil {
		g.invoked = map[string][]*types.Interface{}
		for _, f := range g.x.order {
			eachCall(f.fn, func(c ssa.CallInstruction) {
				k := c.Common()
				if !k.IsInvoke() {
					return
				}
				if of, ok := k.Value.Type().(*types.Named); ok && of.Obj().Pkg() == g.x.pkg.Pkg {
					g.invoked[k.Method.Name()] = append(g.invoked[k.Method.Name()], of.Underlying().(*types.Interface))
				}
			})
		}
	}
	return slices.ContainsFunc(g.invoked[fn.Name()], func(i *types.Interface) bool { return g.x.ti.mayImplement(types.NewPointer(n), i) })
}
