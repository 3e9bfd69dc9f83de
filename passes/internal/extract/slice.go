package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// fnInfo is the slice of a function.
type fnInfo struct {
	x        *extractor
	fn       *ssa.Function
	flow     *flow
	regions  [][]int
	relevant bool
	sites    []ssa.Instruction // that can be kept for their own sake, see canMatter
	kept     map[ssa.Instruction]bool
	need     map[ssa.Value]bool
	// What is in these, and in accesses, in the order in which it came in: functions that
	// are found on the way get their numbers by it.
	keptList     []ssa.Instruction
	needList     []ssa.Value
	firsts       map[ssa.Value]ssa.Value // see first
	accessesList []ssa.Instruction
	work         []ssa.Value
	deferred     bool               // a defer is kept
	getter       bool               // relevant for its results only
	panics       bool               // relevant since it never returns: see onlyPanics
	leaves       map[ssa.Value]bool // values that escape somewhere
	locks        bool               // it unlocks something, not by defer
	accesses     map[ssa.Instruction][]sharedAccess
	fences       map[ssa.Instruction]bool // calls of unknown code that may synchronise
	orders       map[ssa.Instruction]bool // operations of sync/atomic that order accesses
	shares       bool                     // it matters because of its accesses
}

// returnsSync reports whether a result of the function holds sync objects.
func (f *fnInfo) returnsSync() bool {
	res := f.fn.Signature.Results()
	found := false
	for i := range res.Len() {
		if f.x.ti.holdsSync(res.At(i).Type()) {
			f.x.require(resultKey{f.fn, i})
			found = true
		}
	}
	return found
}

// exported reports whether other packages can call the function.
func (f *fnInfo) exported() bool {
	return !f.x.isMain && f.fn.Parent() == nil && f.fn.Object() != nil && f.fn.Object().Exported()
}

// requireStatus asks for the results by which a function tells its callers
// what happened.
func (f *fnInfo) requireStatus() {
	res := f.fn.Signature.Results()
	for i := range res.Len() {
		switch f.x.ti.class(res.At(i).Type()) {
		case model.Bool, model.Error:
			f.x.require(resultKey{f.fn, i})
		}
	}
}

// grow extends the slice by one round.
func (f *fnInfo) grow() {
	for _, in := range f.sites {
		if !f.kept[in] && f.effect(in) {
			f.keep(in)
		}
		for _, v := range f.escapes(in) {
			if !f.leaves[v] || !f.kept[in] {
				f.leaves[v] = true
				f.keep(in)
			}
			f.demand(v)
		}
		for _, w := range f.writes(in) {
			if !f.kept[in] {
				f.keep(in)
			}
			f.demand(w.base)
		}
	}
	f.demandAccesses()
	if !f.relevant {
		return
	}
	if f.flow == nil {
		if f.exported() {
			f.requireStatus()
		}
		f.flow = newFlow(f.fn, !f.x.recovers)
		f.regions = make([][]int, len(f.fn.Blocks))
		for _, b := range f.fn.Blocks {
			if len(f.flow.succs[b.Index]) > 1 {
				f.regions[b.Index] = f.flow.region(b.Index)
			}
		}
	}
	// What these are computed from depends on what others need by now.
	for _, v := range f.needList {
		switch v.(type) {
		case *ssa.MakeClosure, *ssa.Call, *ssa.Extract:
			f.work = append(f.work, v)
		}
	}
	for again := true; again; {
		again = false
		f.drain()
		for _, in := range f.ends() {
			switch in := in.(type) {
			case *ssa.If:
				if len(f.flow.succs[in.Block().Index]) == 1 && !f.need[in.Cond] && (ofSelect(in) || f.vouches(in)) {
					f.demand(in.Cond)
					again = true
				}
				if !f.kept[in] && len(f.flow.succs[in.Block().Index]) > 1 && f.decides(in) {
					f.keep(in)
					again = true
				}
			case *ssa.Return:
				for i, r := range in.Results {
					if f.fn.Signature.Recv() != nil && f.x.needs[methodResult{f.fn.Name(), i}] {
						f.x.require(resultKey{f.fn, i})
					}
					if f.x.needs[resultKey{f.fn, i}] && !f.needed(r) {
						f.demand(r)
						again = true
					}
				}
			}
		}
		for _, in := range f.keptList {
			f.demandOperands(in)
		}
		again = again || len(f.work) > 0
	}
}

// unlocks reports whether a call is one of Unlock or RUnlock of package sync.
func unlocks(c *ssa.CallCommon) bool {
	name := ""
	if c.IsInvoke() {
		name = c.Method.FullName()
	} else if fn := c.StaticCallee(); fn != nil {
		name = funcName(fn)
	}
	return strings.HasPrefix(name, "(") && strings.Contains(name, "sync.") && strings.HasSuffix(name, "nlock")
}

// ends returns the last instruction of every block.
func (f *fnInfo) ends() []ssa.Instruction {
	var out []ssa.Instruction
	for _, b := range f.fn.Blocks {
		if n := len(b.Instrs); n > 0 {
			out = append(out, b.Instrs[n-1])
		}
	}
	return out
}

func (f *fnInfo) keep(in ssa.Instruction) {
	if !f.kept[in] {
		f.kept[in] = true
		f.keptList = append(f.keptList, in)
	}
	f.x.changed = true
	if c, ok := in.(*ssa.Call); ok && !f.locks && unlocks(c.Common()) {
		f.locks = true
		f.requireStatus() // tells whether a lock is handed over
	}
	if !f.relevant {
		f.relevant = true
	}
	if _, ok := in.(*ssa.Defer); ok {
		f.deferred = true
	}
}

// vouches reports whether a branch tells those who go on, as it prevents a panic, what others
// go by: that a call has not failed of which a channel, or something that holds one, is used;
// or what a value is, or a field, that is asked for anyway.
func (f *fnInfo) vouches(in *ssa.If) bool {
	cond := in.Cond
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		cond = not.X
	}
	if cmp, ok := cond.(*ssa.BinOp); ok {
		if _, ok := cmp.Y.(*ssa.Const); !ok {
			return false
		}
		cond = cmp.X
	}
	switch v := cond.(type) {
	case *ssa.UnOp:
		field, ok := v.X.(*ssa.FieldAddr)
		if ok && v.Op == token.MUL && scalar(f.x.ti.class(v.Type())) && f.x.needs[f.x.cellKey(field)] {
			return true
		}
	case *ssa.Extract:
		switch from := v.Tuple.(type) {
		case *ssa.Select:
			return false // no other case is there, or see ofSelect
		case *ssa.Call:
			if slices.ContainsFunc(*from.Referrers(), func(r ssa.Instruction) bool {
				other, ok := r.(*ssa.Extract)
				return ok && f.need[other] && f.x.ti.holdsSync(other.Type())
			}) {
				return true
			}
		}
	}
	return f.need[cond]
}

// needed reports whether v needs no slot or has one.
func (f *fnInfo) needed(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
		return true
	}
	return f.need[v] || !f.tracked(v)
}

func (f *fnInfo) tracked(v ssa.Value) bool {
	if _, ok := v.Type().(*types.Tuple); ok {
		return true
	}
	if _, ok := v.(*ssa.Range); ok {
		return true
	}
	return f.x.ti.class(v.Type()) != model.None
}

// demand asks for the value of v.
func (f *fnInfo) demand(v ssa.Value) {
	if v == nil {
		return
	}
	if fn, ok := v.(*ssa.Function); ok {
		f.x.taken(fn)
		return
	}
	if mc, ok := v.(*ssa.MakeClosure); ok {
		f.x.taken(mc.Fn.(*ssa.Function))
	}
	if !f.needed(v) {
		f.need[v] = true
		f.needList = append(f.needList, v)
		f.work = append(f.work, v)
		f.x.changed = true
	}
}

// taken notes that a function is used as a value.
func (x *extractor) taken(fn *ssa.Function) {
	info := x.addFunc(fn)
	if info == nil {
		return
	}
	sig := x.sig(fn.Signature)
	if x.started[sig] && !info.relevant {
		info.relevant, x.changed = true, true
	}
	if !info.relevant && onlyPanics(fn) {
		info.relevant, info.panics, x.changed = true, true, true
	}
	if info.relevant && (!info.getter || len(info.kept) > 0) && !x.sigs[sig] {
		x.sigs[sig] = true
		x.changed = true
	}
	for i := range info.fn.Params {
		if x.needs[paramKey{info.fn, i}] {
			x.require(sigParam{sig, i - (len(info.fn.Params) - fn.Signature.Params().Len())})
		}
	}
	for i := range fn.Signature.Results().Len() {
		if x.needs[sigResult{sig, i}] {
			x.require(resultKey{info.fn, i})
			if !info.relevant {
				info.relevant, info.getter, x.changed = true, true, true
			}
		}
	}
}

// onlyPanics reports whether a function never returns, but panics: who gets it as a value
// may recover.
func onlyPanics(fn *ssa.Function) bool {
	if fn.Recover != nil {
		return false
	}
	panics := false
	for _, b := range fn.Blocks {
		switch b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			return false
		case *ssa.Panic:
			panics = true
		}
	}
	return panics
}

// drain demands what the needed values are computed from.
func (f *fnInfo) drain() {
	for len(f.work) > 0 {
		v := f.work[len(f.work)-1]
		f.work = f.work[:len(f.work)-1]
		f.sources(v)
	}
}

func (f *fnInfo) sources(v ssa.Value) {
	x := f.x
	if first := f.first(v); first != nil {
		f.demand(first)
		return
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		for i, p := range f.fn.Params {
			if p == v {
				x.require(paramKey{f.fn, i})
				x.requireMethodParam(f.fn, i)
			}
		}
	case *ssa.FreeVar:
		for i, p := range f.fn.FreeVars {
			if p == v {
				x.require(freeKey{f.fn, i})
			}
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			f.demand(e)
		}
	case *ssa.BinOp:
		if s, _ := emptiness(v); s != nil {
			f.demand(s)
		} else if f.modelledOp(v) {
			f.demand(v.X)
			f.demand(v.Y)
		}
	case *ssa.UnOp:
		switch v.Op {
		case token.MUL:
			f.demand(v.X)
			x.requireCells(v.X)
		case token.ARROW:
			x.require(chanKey{chanElem(v.X.Type())})
		case token.NOT, token.SUB:
			f.demand(v.X)
		}
	case *ssa.Extract:
		f.demand(v.Tuple)
		f.tupleSources(v)
	case *ssa.Call:
		if v.Type() != nil {
			if _, ok := v.Type().(*types.Tuple); !ok {
				f.resultSources(v, 0)
			}
		}
		if comparesErrors(v) {
			f.demand(v.Call.Args[0])
			f.demand(v.Call.Args[1])
		}
	case *ssa.Field:
		f.demand(v.X)
		if fv := fieldVar(v.X.Type(), v.Field); fv != nil {
			x.require(fv)
		}
	case *ssa.FieldAddr:
		f.demand(v.X)
	case *ssa.IndexAddr:
		f.demand(v.X)
		f.demand(v.Index)
	case *ssa.Index:
		f.demand(v.X)
		f.demand(v.Index)
		x.require(elemKey{types.TypeString(v.Type(), nil)})
	case *ssa.Lookup:
		if _, ok := under(v.X.Type()).(*types.Map); ok {
			f.demand(v.X)
			f.demand(v.Index)
			x.require(elemKey{types.TypeString(under(v.X.Type()).(*types.Map).Elem(), nil)})
			x.require(entries(v.X.Type()))
		}
	case *ssa.MakeClosure:
		for i, b := range v.Bindings {
			if x.needs[freeKey{v.Fn.(*ssa.Function), i}] {
				f.demand(b)
			}
		}
		x.taken(v.Fn.(*ssa.Function))
	case *ssa.Next:
		f.demand(v.Iter)
		if r, ok := v.Iter.(*ssa.Range); ok && !v.IsString {
			x.require(entries(r.X.Type()))
		}
	default:
		if in, ok := v.(ssa.Instruction); ok {
			switch v.(type) {
			case *ssa.ChangeType, *ssa.Convert, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.TypeAssert,
				*ssa.Slice, *ssa.MakeChan, *ssa.MakeSlice, *ssa.Range:
				for _, op := range in.Operands(nil) {
					f.demand(*op)
				}
			}
		}
	}
}

// requireCells notes that the variable at addr is read; of a struct, all its
// fields.
func (x *extractor) requireCells(addr ssa.Value) {
	key := x.cellKey(addr)
	x.require(key)
	if x.addressed[key] {
		x.require(targetKey(addr))
	}
	x.requireFields(deref(addr.Type()), 0, x.ti.holdsSync)
}

// requireFields asks for those fields of a struct that have certain types.
func (x *extractor) requireFields(t types.Type, depth int, which func(types.Type) bool) {
	s, ok := under(t).(*types.Struct)
	if !ok || depth > 3 {
		return
	}
	for i := range s.NumFields() {
		f := s.Field(i)
		if which(f.Type()) {
			x.require(f.Origin())
			x.requireFields(f.Type(), depth+1, which)
		}
	}
}

// readsFields reports whether some field of a struct type is read.
func (x *extractor) readsFields(t types.Type, depth int) bool {
	s, ok := under(t).(*types.Struct)
	if !ok || depth > 3 {
		return false
	}
	for i := range s.NumFields() {
		if f := s.Field(i); x.needs[f.Origin()] || x.readsFields(f.Type(), depth+1) {
			return true
		}
	}
	return false
}

// entries is the key for which entries a map has.
func entries(m types.Type) mapKey { return mapKey{types.TypeString(under(m), nil)} }

func chanElem(t types.Type) string {
	if c, ok := under(t).(*types.Chan); ok {
		return types.TypeString(c.Elem(), nil)
	}
	return "?"
}

// modelledOp reports whether an operator is computed rather than unknown.
func (f *fnInfo) modelledOp(v *ssa.BinOp) bool {
	c := f.x.ti.class(v.X.Type())
	switch v.Op {
	case token.EQL, token.NEQ:
		return c != model.None && c != model.Struct
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		return c == model.Int
	case token.ADD, token.SUB, token.MUL:
		return c == model.Int
	case token.REM:
		k, ok := v.Y.(*ssa.Const)
		return ok && c == model.Int && k.Value != nil && constant.Sign(k.Value) > 0
	}
	return false
}

// emptiness returns the string of which a comparison tells, by its length, whether it
// is empty (op is ==) or not (op is !=); nil if it tells nothing like that.
func emptiness(v *ssa.BinOp) (s ssa.Value, op token.Token) {
	call, limit, op := v.X, v.Y, v.Op
	if _, ok := call.(*ssa.Const); ok {
		call, limit = limit, call
		mirrored := map[token.Token]token.Token{token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ}
		if m, ok := mirrored[op]; ok {
			op = m
		}
	}
	s = measured(call)
	k, ok := limit.(*ssa.Const)
	if s == nil || !ok || k.Value == nil {
		return nil, op
	}
	n, _ := constant.Int64Val(k.Value)
	switch {
	case n == 0 && (op == token.EQL || op == token.LEQ), n == 1 && op == token.LSS:
		return s, token.EQL
	case n == 0 && (op == token.NEQ || op == token.GTR), n == 1 && op == token.GEQ:
		return s, token.NEQ
	}
	return nil, op
}

// measured returns the string of which a value is the length, nil if it is not one.
func measured(v ssa.Value) ssa.Value {
	c, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); !ok || b.Name() != "len" {
		return nil
	}
	if b, ok := c.Call.Args[0].Type().Underlying().(*types.Basic); !ok || b.Info()&types.IsString == 0 {
		return nil
	}
	return c.Call.Args[0]
}

// tupleSources handles one component of a value with several.
func (f *fnInfo) tupleSources(v *ssa.Extract) {
	x := f.x
	switch t := v.Tuple.(type) {
	case *ssa.Call:
		f.resultSources(t, v.Index)
	case *ssa.UnOp: // v, ok := <-ch
		if v.Index == 0 {
			x.require(chanKey{chanElem(t.X.Type())})
		}
	case *ssa.Select:
		if v.Index >= 2 {
			n := v.Index - 2
			for _, s := range t.States {
				if s.Dir != types.RecvOnly {
					continue
				}
				if n == 0 {
					x.require(chanKey{chanElem(s.Chan.Type())})
				}
				n--
			}
		}
	case *ssa.Lookup:
		if v.Index == 0 {
			x.require(elemKey{types.TypeString(v.Type(), nil)})
		}
	case *ssa.Next:
		if v.Index == 2 {
			x.require(elemKey{types.TypeString(v.Type(), nil)})
		}
	}
}

// resultSources asks the callees of a call for a result.
func (f *fnInfo) resultSources(c *ssa.Call, i int) {
	x := f.x
	k := x.classify(c)
	switch k.kind {
	case callModel:
		if k.info != nil {
			x.require(resultKey{k.info.fn, i})
		}
		if mc, ok := c.Call.Value.(*ssa.MakeClosure); ok {
			f.demand(mc)
		}
	case callDynamic:
		x.require(sigResult{x.sig(c.Call.Signature()), i})
	case callMethod:
		x.require(methodResult{c.Call.Method.Name(), i})
		if !k.effect { // it is not kept for itself
			f.demandOperands(c)
		}
	case callBuiltin:
		f.demandOperands(c)
		if b := c.Call.Value.(*ssa.Builtin); b.Name() == "len" {
			if m, ok := under(c.Call.Args[0].Type()).(*types.Map); ok {
				x.require(entries(m))
			}
		}
	case callNone:
		for _, a := range f.mixed(c) {
			f.demand(a)
		}
		if fn := staticCallee(c); fn != nil {
			x.getter(x.fns[fn])
		}
		if c.Call.IsInvoke() && len(x.implementations(&c.Call)) > 0 {
			f.demand(c.Call.Value) // its type may tell what it returns
		}
	}
	if k.info != nil && !f.kept[c] {
		for n, a := range c.Call.Args {
			if x.needs[paramKey{k.info.fn, n}] {
				f.demand(a)
			}
		}
	}
	if k.model != nil {
		if isAtomic(k.name) {
			x.require(x.cellKey(c.Call.Args[0]))
		}
		for n, a := range c.Call.Args {
			if k.uses(n) {
				f.demand(a)
			}
		}
		if c.Call.IsInvoke() {
			f.demand(c.Call.Value)
		}
	}
}

// getter makes a small function without effects relevant, whose result is asked
// for: what it returns may be a field that matters, or always the same.
func (x *extractor) getter(info *fnInfo) {
	if info == nil || info.relevant || len(info.fn.Blocks) > 6 {
		return
	}
	n := 0
	for _, b := range info.fn.Blocks {
		n += len(b.Instrs)
		for _, s := range b.Succs {
			if s.Dominates(b) {
				return // a loop
			}
		}
	}
	if n > 24 {
		return
	}
	info.relevant, info.getter = true, true
	x.changed = true
}

// mixed lists the arguments that the unknown result of a call may hold or be
// part of: slices.Delete returns its argument, for one.
func (f *fnInfo) mixed(c *ssa.Call) []ssa.Value {
	if !holdsOthers(f.x.ti.class(c.Type())) {
		return nil
	}
	var out []ssa.Value
	for _, a := range c.Call.Args {
		if holdsOthers(f.x.ti.class(a.Type())) {
			out = append(out, a)
		}
	}
	return out
}

func holdsOthers(c model.Class) bool {
	switch c {
	case model.List, model.Map, model.Struct, model.Iface, model.Func, model.Chan:
		return true
	}
	return false
}

func (x *extractor) requireMethodParam(fn *ssa.Function, i int) {
	if fn.Signature.Recv() != nil && i > 0 {
		x.require(methodParam{fn.Name(), i - 1})
	}
	if x.sigs[x.sig(fn.Signature)] {
		x.require(sigParam{x.sig(fn.Signature), i - (len(fn.Params) - fn.Signature.Params().Len())})
	}
}

// decides reports whether the branch matters: something kept, or a needed value
// that differs, depends on it.
func (f *fnInfo) decides(in *ssa.If) bool {
	b := in.Block().Index
	region := f.regions[b]
	inside := map[int]bool{b: true}
	returns := 0
	for _, i := range region {
		inside[i] = true
		for _, x := range f.fn.Blocks[i].Instrs {
			switch x := x.(type) {
			case *ssa.RunDefers:
				continue
			case *ssa.Return:
				returns++
				for n, r := range x.Results {
					if f.x.needs[resultKey{f.fn, n}] && f.tracked(r) {
						return true
					}
				}
				continue
			}
			if f.kept[x] || len(f.accesses[x]) > 0 && f.correlated(in.Cond, 0) {
				return true
			}
			if v, ok := x.(ssa.Value); ok && f.need[v] {
				return true
			}
		}
	}
	end := f.flow.ipdom[b]
	if end >= len(f.fn.Blocks) {
		// All ways end the function in the same manner, or it never ends.
		return returns == 0
	}
	return f.phisDiffer(f.fn.Blocks[end], inside)
}

// phisDiffer reports whether a needed phi of block end depends on which of the
// blocks inside it is entered from.
func (f *fnInfo) phisDiffer(end *ssa.BasicBlock, inside map[int]bool) bool {
	for _, in := range end.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		if !f.need[phi] {
			continue
		}
		var first ssa.Value
		for i, p := range end.Preds {
			if !inside[p.Index] {
				continue
			}
			e := phi.Edges[i]
			if first == nil {
				first = e
			} else if first != e {
				c1, ok1 := first.(*ssa.Const)
				c2, ok2 := e.(*ssa.Const)
				if !ok1 || !ok2 || c1.Value != c2.Value || !types.Identical(c1.Type(), c2.Type()) {
					return true
				}
			}
		}
	}
	return false
}

// primitive reports whether an instruction is a synchronisation by itself.
func (x *extractor) primitive(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Send, *ssa.Select, *ssa.MakeChan:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.Go:
		return true
	case ssa.CallInstruction:
		if b, ok := in.Common().Value.(*ssa.Builtin); ok {
			return b.Name() == "close"
		}
		k := x.classify(in)
		return k.model != nil && k.effect
	}
	return false
}

// canMatter reports whether an instruction is of a kind that effect, escapes or writes
// ever ask for.
func canMatter(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Send, *ssa.Select, *ssa.Go, *ssa.Call, *ssa.Defer, *ssa.RunDefers, *ssa.Panic, *ssa.Return, *ssa.Store, *ssa.MapUpdate:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	}
	return false
}

// effect reports whether an instruction is kept for its own sake.
func (f *fnInfo) effect(in ssa.Instruction) bool {
	x := f.x
	switch in := in.(type) {
	case *ssa.Send, *ssa.Select:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.Go:
		if fn := in.Call.StaticCallee(); x.isMain && fn != nil {
			if info := x.fns[origin(fn)]; info != nil {
				info.relevant = true // main may have to wait for it
			}
		} else if x.isMain && !in.Call.IsInvoke() {
			x.started[x.sig(in.Call.Signature())] = true
		}
		return x.isMain || x.classify(in).kind != callNone
	case *ssa.Call, *ssa.Defer:
		if f.orders[in.(ssa.Instruction)] {
			return true
		}
		c := in.(ssa.CallInstruction)
		k := x.classify(c)
		if k.kind == callBuiltin {
			return f.builtinEffect(c)
		}
		if x.isMain && k.model != nil && slices.ContainsFunc(k.model.Code, func(in model.Instr) bool { return starts(&in) }) {
			for _, a := range c.Common().Args {
				if sig, ok := under(a.Type()).(*types.Signature); ok {
					x.started[x.sig(sig)] = true
				}
			}
		}
		if k.model != nil && k.model.Flags&model.Foreign == 0 {
			x.takesFunc(c.Common().Signature().Results())
		}
		return k.kind != callNone && k.effect
	case *ssa.RunDefers:
		return f.deferred
	case *ssa.Convert:
		return isCast(in) && x.carries(in.X.(*ssa.Convert).X)
	case *ssa.Panic:
		return f.relevant && (x.recovers || f.panics)
	case *ssa.Return:
		return false // see escapes
	case *ssa.Store:
		if t := in.Val.Type(); isCells(t) {
			return x.ti.holdsSync(t) || x.readsFields(t, 0)
		}
		if isParam(in.Val.Type()) {
			return x.readAt(in.Addr) || x.storesParam()
		}
		return x.ti.holdsSync(in.Val.Type()) && f.outlives(in.Addr) || x.readAt(in.Addr) && x.ti.class(in.Val.Type()) != model.None
	case *ssa.MapUpdate:
		return x.ti.holdsSync(in.Map.Type()) || x.needs[entries(in.Map.Type())]
	}
	return false
}

// takesFunc notes that functions like those among the results of a library function
// have effects: the function to stop context.AfterFunc, for one.
func (x *extractor) takesFunc(results *types.Tuple) {
	for i := range results.Len() {
		if sig, ok := results.At(i).Type().(*types.Signature); ok && !x.sigs[x.sig(sig)] {
			x.sigs[x.sig(sig)], x.changed = true, true
		}
	}
}

// outlives reports whether a store can matter although nothing in the slice
// reads the variable: it is not a local variable.
func (f *fnInfo) outlives(addr ssa.Value) bool {
	for {
		switch a := addr.(type) {
		case *ssa.Alloc:
			return f.x.needs[a] || a.Heap
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		default:
			return true
		}
	}
}

func (f *fnInfo) builtinEffect(in ssa.CallInstruction) bool {
	c := in.Common()
	switch c.Value.(*ssa.Builtin).Name() {
	case "close":
		return true
	case "delete":
		return f.relevant && f.x.ti.holdsSync(c.Args[0].Type()) || f.x.needs[entries(c.Args[0].Type())]
	case "recover":
		return true
	case "copy", "clear":
		return f.x.ti.holdsSync(c.Args[0].Type())
	}
	return false
}

// demandOperands asks for the operands of a kept instruction.
func (f *fnInfo) demandOperands(in ssa.Instruction) {
	x := f.x
	switch in := in.(type) {
	case *ssa.Send:
		f.demand(in.Chan)
		if x.ti.holdsSync(in.X.Type()) || x.needs[chanKey{chanElem(in.Chan.Type())}] {
			f.demand(in.X)
		}
	case *ssa.UnOp:
		f.demand(in.X)
	case *ssa.Select:
		for _, s := range in.States {
			f.demand(s.Chan)
			if s.Send != nil && (x.ti.holdsSync(s.Send.Type()) || x.needs[chanKey{chanElem(s.Chan.Type())}]) {
				f.demand(s.Send)
			}
		}
	case *ssa.If:
		f.demand(in.Cond)
	case *ssa.Store:
		f.demand(in.Addr)
		f.demand(in.Val)
	case *ssa.MapUpdate:
		f.demand(in.Map)
		f.demand(in.Key)
		f.demand(in.Value)
	case ssa.CallInstruction:
		f.demandArgs(in)
	}
}

func (f *fnInfo) demandArgs(in ssa.CallInstruction) {
	x := f.x
	c := in.Common()
	k := x.classify(in)
	switch k.kind {
	case callBuiltin:
		for _, a := range c.Args {
			f.demand(a)
		}
		return
	case callNone:
		if _, ok := in.(*ssa.Go); !ok {
			return
		}
	}
	if mc, ok := c.Value.(*ssa.MakeClosure); ok {
		f.demand(mc)
		f.sources(mc)
	} else if !c.IsInvoke() && c.StaticCallee() == nil {
		f.demand(c.Value)
	}
	if c.IsInvoke() {
		f.demand(c.Value)
	}
	for i, a := range c.Args {
		wanted := false
		switch k.kind {
		case callModel:
			wanted = k.uses(i)
			if k.info != nil {
				wanted = x.needs[paramKey{k.info.fn, i}]
			}
		case callDynamic:
			wanted = x.ti.holdsSync(a.Type()) || x.needs[sigParam{x.sig(c.Signature()), i}]
		case callMethod:
			// Another package may call a function back.
			wanted = x.ti.holdsSync(a.Type()) || x.needs[methodParam{c.Method.Name(), i}] ||
				x.ti.class(a.Type()) == model.Func && c.Method.Pkg() != x.pkg.Pkg
		case callUnknown:
			wanted = x.ti.holdsSync(a.Type()) || x.ti.class(a.Type()) == model.Func
		}
		if wanted {
			f.demand(a)
			if k.model != nil && k.model.Flags&model.Foreign != 0 {
				// What is not stored would be zero for the other package.
				x.requireFields(deref(a.Type()), 0, func(t types.Type) bool { return x.ti.class(t) != model.None })
			}
			if s, ok := under(a.Type()).(*types.Signature); ok && k.model != nil {
				// The model elsewhere may ask for what the function returns.
				for r := range s.Results().Len() {
					x.require(sigResult{x.sig(s), r})
				}
			}
		}
	}
}
