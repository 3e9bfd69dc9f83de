// Package link closes a program: it brings the models of a package's functions
// together with those of the functions they call, from other packages and from
// the tables of the standard library, and resolves names to indices. A callee
// that has no model stays unknown; the explorer lets the environment run there.
package link

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// A Program is a closed set of models, ready to be explored. It is not changed by exploring
// it, unless it is a scaled one, see Enter.
type Program struct {
	Funcs   []*model.FuncModel
	Globals []model.Global
	Tries   bool // some function calls TryLock or TryRLock
	// LockKeys names the locks that are taken and released at positions, see
	// extract.Package.
	LockKeys map[model.Pos]string
	// Implements tells which types implement an interface, as far as that is known,
	// see extract.Package.
	Implements map[string]map[string]bool
	// Idle holds the methods without a model that do nothing which matters, see
	// extract.Package.
	Idle map[string]bool
	// Fixed tells what these always return.
	Fixed        map[string]model.Operand
	index        map[string]int32
	methods      map[string]int32
	globals      map[string]int32
	strings      map[string]int64
	types        map[string]int16
	names        []string                       // of types, by tag
	reach        []model.SlotSet                // by function: package variables it can name
	callees      [][]int32                      // by function: what it may call, by name
	answers      map[question]bool              // see anyCallee
	given        []int32                        // see CalledBack; nil until somebody asks
	skip         []bool                         // by function: see Skippable; nil until it is asked for
	exits        map[int32][]bool               // by function and instruction: see Exits
	givesUp      map[int32][]bool               // by function and instruction: see GivesUp
	waitsForDone map[int32][]bool               // by function and instruction: see WaitsForDone
	counts       map[*model.FuncModel]constants // see constants
	scale        Scale                          // nil if this is not a scaled program
	scaled       []bool                         // functions that are scaled already
}

// A Library is what is known of the functions of other packages.
type Library interface {
	// Lookup returns the model of a function by its full name, nil if it has none.
	Lookup(name string) *model.FuncModel
	// Methods returns the methods of a type that have models: names of functions by
	// names of methods.
	Methods(typ string) map[string]string
}

// New links functions to each other by name, along with those of the library that they
// call, or that are methods of a type of which they make an interface value. methods maps
// "type.method" to the name of the function that implements it, for the types of the
// package. The functions are linked where they are, those of the library are copied.
func New(funcs []*model.FuncModel, methods map[string]string, globals []model.Global, lib Library) *Program {
	p := &Program{
		index: map[string]int32{}, methods: map[string]int32{}, globals: map[string]int32{},
		strings: map[string]int64{"": 0}, types: map[string]int16{"": 0}, names: []string{""},
		Globals: slices.Clone(globals), counts: map[*model.FuncModel]constants{},
	}
	for i, g := range globals {
		p.globals[g.Name] = int32(i)
	}
	for _, f := range funcs {
		if _, dup := p.index[f.Name]; !dup {
			p.add(f)
		}
	}
	for _, name := range slices.Sorted(maps.Values(methods)) { // numbers do not depend on chance
		p.need(name, lib)
	}
	foreign := map[string]string{} // methods of the types of other packages, as in methods
	for i := 0; i < len(p.Funcs); i++ {
		p.addCallees(p.Funcs[i], lib)
		p.addMethods(p.Funcs[i], lib, foreign)
	}
	for _, all := range []map[string]string{foreign, methods} {
		for key, name := range all {
			if i, ok := p.index[name]; ok {
				p.methods[key] = i
			}
		}
	}
	for _, f := range p.Funcs {
		p.link(f)
		p.Tries = p.Tries || slices.ContainsFunc(f.Code, func(in model.Instr) bool { return in.Op == model.TryLock || in.Op == model.TryRLock })
	}
	p.reachGlobals()
	return p
}

// GlobalsOf returns the package variables that function fn, or what it calls,
// can name.
func (p *Program) GlobalsOf(fn int32) model.SlotSet { return p.reach[fn] }

// Accesses reports whether function fn, or what it calls, accesses memory that
// goroutines may share.
func (p *Program) Accesses(fn int32) bool {
	return p.anyCallee(question{fn: fn, what: "accesses"}, func(in model.Instr) bool { return in.Op == model.Access })
}

// Waits reports whether in function fn, or in what it calls, a process may wait for
// another one, or release a lock. Locks may be variables that are set atomically.
func (p *Program) Waits(fn int32) bool {
	return p.anyFunction(question{fn: fn, what: "waits"}, func(f *model.FuncModel) bool {
		return contains(f, func(in *model.Instr) bool {
			switch in.Op {
			case model.Recv, model.Select, model.Lock, model.RLock, model.Unlock, model.RUnlock, model.WgWait, model.CondPark:
				return true
			}
			return false
		}) || spins(f)
	})
}

// spins reports whether a function tries again and again to set a variable atomically.
func spins(f *model.FuncModel) bool {
	return contains(f, func(in *model.Instr) bool { return in.Op == model.Jmp && in.Imm&model.BackEdge != 0 }) &&
		contains(f, func(in *model.Instr) bool { return in.Op == model.Call && strings.Contains(in.Sym, "CompareAndSwap") })
}

// Stores reports whether function fn, or what it calls, stores something in memory.
func (p *Program) Stores(fn int32) bool {
	return p.anyCallee(question{fn: fn, what: "stores"}, func(in model.Instr) bool { return in.Op == model.Store })
}

// StoresTo reports whether function fn, or what it calls, may store something in the cell with
// a number of an object that it has not made itself.
func (p *Program) StoresTo(fn int32, cell int64) bool {
	return p.anyFunction(question{fn, "stores to", strconv.FormatInt(cell, 10)}, func(f *model.FuncModel) bool { return storesTo(f, cell) })
}

func storesTo(f *model.FuncModel, cell int64) bool {
	made := map[model.Slot]*model.Instr{} // what gives a slot its value, nil if several do
	for pc := range f.Code {
		for _, d := range f.Code[pc].Dst {
			if _, again := made[d]; again {
				made[d] = nil
			} else {
				made[d] = &f.Code[pc]
			}
		}
	}
	return contains(f, func(in *model.Instr) bool {
		if in.Op != model.Store {
			return false
		}
		for to, first := in.Args[0], int64(0); ; {
			by, ok := made[model.Slot(to.N)]
			switch {
			case to.Kind == model.KSlot && !ok, ok && by != nil && by.Op == model.Load:
				// What it points to may be within an object, of which the cell has a
				// higher number then.
				return first <= cell
			case to.Kind != model.KSlot || by == nil:
				return true
			case by.Op == model.New:
				return false
			case by.Op == model.FieldAt:
				to, first = by.Args[0], first+by.Imm
			default:
				return true
			}
		}
	})
}

// UsesAtomics reports whether function fn, or what it calls, calls sync/atomic.
func (p *Program) UsesAtomics(fn int32) bool {
	return p.anyCallee(question{fn: fn, what: "atomics"}, func(in model.Instr) bool {
		return in.Op == model.Call && (strings.HasPrefix(in.Sym, "sync/atomic.") || strings.HasPrefix(in.Sym, "(*sync/atomic."))
	})
}

// Releases reports whether function fn, or what it calls, releases a lock with the given
// key, see LockKeys, or any lock if that is "", that it has not taken itself.
func (p *Program) Releases(fn int32, key string) bool {
	return p.anyFunction(question{fn, "releases", key}, func(f *model.FuncModel) bool { return p.handsOver(f, key, (*model.Instr).Releases) })
}

// ReleasesForOthers reports whether function fn, by itself, releases a lock with the given key
// that it has not taken: others have it taken for it.
func (p *Program) ReleasesForOthers(fn int32, key string) bool {
	return p.handsOver(p.Funcs[fn], key, (*model.Instr).Releases)
}

// LeavesLocked reports whether function fn, by itself, takes a lock with the given key and can
// return with a lock that it took.
func (p *Program) LeavesLocked(fn int32, key string) bool {
	return p.handsOver(p.Funcs[fn], key, (*model.Instr).Locks)
}

// handsOver reports whether a function that hands locks over does something with one that has a
// key, or with any if that is "".
func (p *Program) handsOver(f *model.FuncModel, key string, does func(*model.Instr) bool) bool {
	return contains(f, func(in *model.Instr) bool { return does(in) && (key == "" || p.LockKeys[in.Pos] == key) }) && handsLocksOver(f)
}

// SendsOn reports whether function fn, or what it calls, sends on a channel that has
// the given name in the code, whatever it is a field of.
func (p *Program) SendsOn(fn int32, name string) bool {
	name = LastPart(name)
	return p.anyCallee(question{fn, "sends", name}, func(in model.Instr) bool {
		return in.Op == model.Send && LastPart(in.Name) == name ||
			in.Op == model.Select && slices.ContainsFunc(in.Cases, func(c model.Case) bool { return c.Send && LastPart(c.Name) == name })
	})
}

// Serves reports whether function fn, or what it calls, sends on a channel that has the
// given name in the code, or closes it: whoever receives from it goes on then.
func (p *Program) Serves(fn int32, name string) bool {
	return p.SendsOn(fn, name) || p.ClosesOn(fn, name)
}

// Fences reports whether unknown code runs in function fn, or in what it calls, that may
// synchronise with other unknown code.
func (p *Program) Fences(fn int32) bool {
	return p.anyCallee(question{fn: fn, what: "fences"}, func(in model.Instr) bool { return in.Op == model.Fence })
}

// ReceivesOn reports whether function fn, or what it calls, receives from a channel that has
// the given name in the code, whatever it is a field of.
func (p *Program) ReceivesOn(fn int32, name string) bool {
	name = LastPart(name)
	return p.anyFunction(question{fn, "receives", name}, func(f *model.FuncModel) bool { return Receives(f, name) })
}

// Receives reports whether a function by itself receives from a channel that has the given
// name in the code, whatever it is a field of.
func Receives(f *model.FuncModel, name string) bool {
	is := func(other string) bool { return LastPart(other) == LastPart(name) }
	return slices.ContainsFunc(f.Code, func(in model.Instr) bool {
		return in.Op == model.Recv && is(in.Name) ||
			in.Op == model.Select && slices.ContainsFunc(in.Cases, func(c model.Case) bool { return !c.Send && is(c.Name) })
	})
}

// ClosesOn reports whether function fn, or what it calls, closes a channel that has the
// given name in the code, whatever it is a field of.
func (p *Program) ClosesOn(fn int32, name string) bool {
	name = LastPart(name)
	return p.anyCallee(question{fn, "closes", name}, func(in model.Instr) bool {
		return (in.Op == model.Close || in.Op == model.Call && in.Sym == "builtin.close") && LastPart(in.Name) == name
	})
}

// Makes reports whether function fn, or what it calls, makes a channel for what has the given
// name in the code, whatever it is a field of.
func (p *Program) Makes(fn int32, name string) bool {
	name = LastPart(name)
	return p.anyCallee(question{fn, "makes", name}, func(in model.Instr) bool {
		return in.Op == model.MakeChan && LastPart(in.Name) == name
	})
}

// Recovers reports whether function fn makes or calls a function, most likely a deferred
// one, that calls recover.
func (p *Program) Recovers(fn int32) bool {
	return slices.ContainsFunc(p.Funcs[fn].Code, func(in model.Instr) bool {
		return (in.Op == model.Closure || in.Op == model.Call) && in.Fn >= 0 && p.Funcs[in.Fn].Flags&model.Recovers != 0
	})
}

// IsForeign reports whether a function is one of another package that is looked into.
func (p *Program) IsForeign(fn int32) bool {
	return fn >= 0 && int(fn) < len(p.Funcs) && p.Funcs[fn].Flags&model.Foreign != 0
}

// CalledBack reports whether a function that is given to one of another package, by itself
// or in a struct, does something, as does tells of functions.
func (p *Program) CalledBack(does func(fn int32) bool) bool {
	if p.given == nil {
		p.given = []int32{}
		for _, f := range p.Funcs {
			if f.Flags&model.Transparent == 0 {
				p.given = append(p.given, p.givenBy(f)...)
			}
		}
	}
	return slices.ContainsFunc(p.given, does)
}

// givenBy lists the functions that f gives to functions of other packages.
func (p *Program) givenBy(f *model.FuncModel) []int32 {
	var given []int32
	held := map[model.Slot][]int32{}    // functions in what slots hold
	base := map[model.Slot]model.Slot{} // structs of addresses
	in := func(o model.Operand) []int32 {
		switch o.Kind {
		case model.KFunc:
			if o.N >= 0 {
				return []int32{int32(o.N)}
			}
		case model.KSlot:
			return held[model.Slot(o.N)]
		}
		return nil
	}
	for i := range f.Code {
		c := &f.Code[i]
		switch c.Op {
		case model.Closure:
			if len(c.Dst) > 0 && c.Fn >= 0 {
				held[c.Dst[0]] = []int32{c.Fn}
			}
		case model.Mov, model.MakeIface, model.Load, model.Clone:
			if len(c.Dst) > 0 {
				held[c.Dst[0]] = in(c.Args[0])
			}
		case model.FieldAt:
			if len(c.Dst) > 0 && c.Args[0].Kind == model.KSlot {
				of := model.Slot(c.Args[0].N)
				if outer, ok := base[of]; ok {
					of = outer
				}
				base[c.Dst[0]] = of
			}
		case model.Store:
			if of, ok := base[model.Slot(c.Args[0].N)]; ok && c.Args[0].Kind == model.KSlot {
				held[of] = append(held[of], in(c.Args[1])...)
			}
		case model.Call, model.Invoke:
			if c.Op == model.Invoke || p.IsForeign(c.Fn) {
				for _, a := range c.Args {
					given = append(given, in(a)...)
				}
			}
		}
	}
	return given
}

// LastPart returns the last part of the name of something in the code, without what it is a
// field of.
func LastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// A question is one about a function and what it calls. Searches ask the same ones
// again and again.
type question struct {
	fn         int32
	what, name string
}

// anyCallee reports whether the function of q, or what it calls, has such an
// instruction.
func (p *Program) anyCallee(q question, is func(model.Instr) bool) bool {
	return p.anyFunction(q, func(f *model.FuncModel) bool { return slices.ContainsFunc(f.Code, is) })
}

// anyFunction reports whether the function of q, or one that it calls, is such a function.
func (p *Program) anyFunction(q question, is func(*model.FuncModel) bool) bool {
	answer, ok := p.answers[q]
	if !ok {
		answer = p.findCallee(q.fn, is)
		if p.answers == nil {
			p.answers = map[question]bool{}
		}
		p.answers[q] = answer
	}
	return answer
}

func (p *Program) findCallee(fn int32, is func(*model.FuncModel) bool) bool {
	seen := make([]bool, len(p.Funcs))
	work := []int32{fn}
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[i] {
			continue
		}
		seen[i] = true
		if is(p.Funcs[i]) {
			return true
		}
		work = append(work, p.callees[i]...)
	}
	return false
}

func (p *Program) reachGlobals() {
	words := len(p.Globals)/64 + 1
	p.callees = make([][]int32, len(p.Funcs))
	callees := p.callees
	byMethod := map[string][]int32{}
	for key, i := range p.methods {
		name := key[strings.LastIndexByte(key, '.')+1:]
		byMethod[name] = append(byMethod[name], i)
	}
	p.reach = make([]model.SlotSet, len(p.Funcs))
	for i, f := range p.Funcs {
		set := make(model.SlotSet, words)
		for pc := range f.Code {
			in := &f.Code[pc]
			if in.Fn >= 0 && in.Op != model.MakeIface && in.Op != model.Assert {
				callees[i] = append(callees[i], in.Fn)
			}
			if in.Op == model.Invoke {
				callees[i] = append(callees[i], byMethod[MethodName(in)]...)
			}
			in.EachArg(func(o model.Operand) {
				switch o.Kind {
				case model.KGlobal:
					set.Add(int(o.N))
				case model.KFunc:
					if o.N >= 0 {
						callees[i] = append(callees[i], int32(o.N))
					}
				}
			})
		}
		p.reach[i] = set
	}
	for changed := true; changed; {
		changed = false
		for i := len(callees) - 1; i >= 0; i-- {
			for _, c := range callees[i] {
				if p.reach[i].Union(p.reach[c]) {
					changed = true
				}
			}
		}
	}
}

func (p *Program) add(f *model.FuncModel) {
	p.index[f.Name] = int32(len(p.Funcs))
	p.Funcs = append(p.Funcs, f)
}

// need adds a copy of the model of a function of another package, if there is one.
func (p *Program) need(name string, lib Library) {
	if _, ok := p.index[name]; ok || name == "" || lib == nil {
		return
	}
	m := lib.Lookup(name)
	if m == nil {
		return
	}
	if _, dup := p.index[m.Name]; dup {
		return
	}
	c := *m
	c.Code = slices.Clone(m.Code)
	for i := range c.Code {
		in := &c.Code[i]
		in.Args = slices.Clone(in.Args)
		in.Cases = slices.Clone(in.Cases)
	}
	p.add(&c)
}

// addCallees adds the models of the functions that f names.
func (p *Program) addCallees(f *model.FuncModel, lib Library) {
	if f.Flags&model.TestFunc != 0 {
		p.need("testing.run", lib)
	}
	for pc := range f.Code {
		in := &f.Code[pc]
		switch in.Op {
		case model.Call, model.Closure:
			p.need(in.Sym, lib)
		case model.Invoke:
			p.need(InterfaceMethod(in), lib)
		}
		in.EachArg(func(o model.Operand) {
			if o.Kind == model.KFunc {
				p.need(o.Sym, lib)
			}
		})
	}
}

// addMethods adds the models of the methods of the types of which f makes interface
// values: no value in the program has another type of another package. It notes them in
// methods.
func (p *Program) addMethods(f *model.FuncModel, lib Library, methods map[string]string) {
	if lib == nil {
		return
	}
	for pc := range f.Code {
		in := &f.Code[pc]
		if in.Op != model.MakeIface {
			continue
		}
		if _, ok := p.types[in.Sym]; ok {
			continue // or it has no name
		}
		p.typeTag(in.Sym)
		of := lib.Methods(in.Sym)
		for _, method := range slices.Sorted(maps.Keys(of)) {
			p.need(of[method], lib)
			methods[in.Sym+"."+method] = of[method]
		}
	}
}

// MethodName returns the name of the method that an Invoke calls.
func MethodName(in *model.Instr) string {
	name, _, _ := strings.Cut(in.Sym, "|")
	return name
}

// InterfaceMethod returns the full name of the interface method that an Invoke
// calls.
func InterfaceMethod(in *model.Instr) string {
	_, rest, _ := strings.Cut(in.Sym, "|")
	name, _, _ := strings.Cut(rest, "|")
	return name
}

func (p *Program) link(f *model.FuncModel) {
	for pc := range f.Code {
		in := &f.Code[pc]
		for i := range in.Args {
			p.linkOperand(&in.Args[i])
		}
		for i := range in.Cases {
			p.linkOperand(&in.Cases[i].Ch)
			p.linkOperand(&in.Cases[i].Val)
		}
		in.Fn = -1
		switch in.Op {
		case model.Call, model.Closure:
			in.Fn = p.Index(in.Sym)
		case model.Invoke:
			in.Fn = p.Index(InterfaceMethod(in))
		case model.MakeIface, model.Assert:
			if in.Sym != "" {
				in.Fn = int32(p.typeTag(in.Sym))
			}
		}
	}
}

func (p *Program) linkOperand(o *model.Operand) {
	switch o.Kind {
	case model.KFunc:
		o.N = int64(p.Index(o.Sym))
	case model.KString:
		n, ok := p.strings[o.Sym]
		if !ok {
			n = int64(len(p.strings))
			p.strings[o.Sym] = n
		}
		o.N = n
	case model.KGlobal:
		n, ok := p.globals[o.Sym]
		if !ok {
			n = int32(len(p.Globals))
			p.globals[o.Sym] = n
			p.Globals = append(p.Globals, model.Global{Name: o.Sym, Foreign: true})
		}
		o.N = int64(n)
	}
}

func (p *Program) typeTag(name string) int16 {
	n, ok := p.types[name]
	if !ok {
		n = int16(len(p.types))
		p.types[name] = n
		p.names = append(p.names, name)
	}
	return n
}

// Method returns the index of the implementation of a method for the dynamic
// type with the given tag, or -1.
func (p *Program) Method(tag int16, name string) int32 {
	if tag > 0 && int(tag) < len(p.names) {
		if i, ok := p.methods[p.names[tag]+"."+name]; ok {
			return i
		}
	}
	return -1
}

// IsIdle reports whether a method of the dynamic type with the given tag is known to
// do nothing that matters.
func (p *Program) IsIdle(tag int16, name string) bool {
	return tag > 0 && int(tag) < len(p.names) && p.Idle[p.names[tag]+"."+name]
}

// FixedResult returns what a method of the dynamic type with the given tag always
// returns; result is "method#index".
func (p *Program) FixedResult(tag int16, result string) (o model.Operand, ok bool) {
	if tag > 0 && int(tag) < len(p.names) {
		o, ok = p.Fixed[p.names[tag]+"."+result]
	}
	return o, ok
}

// Is reports whether an assertion of type asserted succeeds for the dynamic type
// with the given tag; ok is false if that is not known.
func (p *Program) Is(tag int16, asserted *model.Instr) (is, ok bool) {
	switch {
	case tag <= 0 || int(tag) >= len(p.names):
		return false, false
	case int32(tag) == asserted.Fn:
		exact := !strings.HasSuffix(asserted.Sym, model.AnyInstance)
		return exact, exact
	case strings.HasPrefix(asserted.Sym, model.AnyOf):
		is, ok = p.Implements[asserted.Sym][p.names[tag]]
		return is, ok
	}
	return false, true
}

// Index returns the index of a function, or -1.
func (p *Program) Index(name string) int32 {
	if i, ok := p.index[name]; ok {
		return i
	}
	return -1
}

// Func returns the index of a function.
func (p *Program) Func(name string) (int, error) {
	if i, ok := p.index[name]; ok {
		return int(i), nil
	}
	return 0, fmt.Errorf("no function %s", name)
}
