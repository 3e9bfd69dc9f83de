package graph

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/chanlint/chanlint/passes/trace"
)

// A survey collects who does what. Functions and objects are known by where they
// stand in the source: a package and its test variant, and the instances of a generic
// function, are one.
type survey struct {
	fset      *token.FileSet
	functions []*ssa.Function
	resolver
	calls   map[*ssa.Function][]*ssa.Function // and closures that are made, unless they are started
	uses    map[use]bool
	starts  map[start]bool
	buffers map[origin]string
}

type use struct {
	op       trace.Op
	function *ssa.Function
	object   origin
	kind     trace.Kind
	via      string
	at       token.Pos
}

type start struct {
	from, to *ssa.Function
	loop     bool
	at       token.Pos
}

func newSurvey(prog *ssa.Program, pkgs []*ssa.Package) *survey {
	s := &survey{
		fset: prog.Fset, calls: make(map[*ssa.Function][]*ssa.Function), uses: make(map[use]bool),
		starts: make(map[start]bool), buffers: make(map[origin]string),
	}
	in := make(map[*types.Package]bool)
	all := ssautil.AllFunctions(prog)
	for _, pkg := range pkgs {
		if pkg != nil {
			in[pkg.Pkg] = true
			addMethods(all, pkg)
		}
	}
	for fn := range all {
		if p := canonical(fn).Package(); fn.Blocks != nil && (p == nil || in[p.Pkg]) {
			s.functions = append(s.functions, fn)
		}
	}
	slices.SortFunc(s.functions, func(a, b *ssa.Function) int {
		if c := comparePositions(position(s.fset, a.Pos()), position(s.fset, b.Pos())); c != 0 {
			return c
		}
		return strings.Compare(a.String(), b.String())
	})
	s.resolver = newResolver(s.functions)
	for _, fn := range s.functions {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				s.instruction(fn, instr)
			}
		}
	}
	return s
}

// addMethods adds the methods of a package, also those that no code in sight calls.
func addMethods(all map[*ssa.Function]bool, pkg *ssa.Package) {
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		all[fn] = true
		for _, literal := range fn.AnonFuncs {
			add(literal)
		}
	}
	for _, m := range pkg.Members {
		if t, ok := m.(*ssa.Type); ok {
			if named, ok := t.Type().(*types.Named); ok {
				for method := range named.Methods() {
					add(pkg.Prog.FuncValue(method))
				}
			}
		}
	}
}

func (s *survey) instruction(fn *ssa.Function, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.MakeChan:
		s.use(fn, trace.Make, instr, instr.Pos())
		for _, o := range s.resolve(instr) {
			s.buffers[o] = ""
			if c, ok := instr.Size.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Int {
				s.buffers[o] = c.Value.ExactString()
			}
		}
	case *ssa.MakeClosure:
		s.calls[fn] = append(s.calls[fn], instr.Fn.(*ssa.Function))
	case *ssa.Send:
		s.use(fn, trace.Send, instr.Chan, instr.Pos())
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			op := trace.Receive
			if instr.Block().Comment == "rangechan.loop" {
				op = Range
			}
			s.use(fn, op, instr.X, instr.Pos())
		}
	case *ssa.Select:
		for _, state := range instr.States {
			op := trace.Receive
			if state.Dir == types.SendOnly {
				op = trace.Send
			}
			s.use(fn, op, state.Chan, state.Pos)
		}
	case ssa.CallInstruction:
		s.call(fn, instr)
	}
}

// methods are those of package sync, by the name that go/types gives them.
var methods = map[string]trace.Op{
	"(*sync.Mutex).Lock": trace.Lock, "(*sync.Mutex).TryLock": trace.Lock, "(*sync.Mutex).Unlock": trace.Unlock,
	"(*sync.RWMutex).Lock": trace.Lock, "(*sync.RWMutex).TryLock": trace.Lock, "(*sync.RWMutex).Unlock": trace.Unlock,
	"(*sync.RWMutex).RLock": trace.RLock, "(*sync.RWMutex).TryRLock": trace.RLock, "(*sync.RWMutex).RUnlock": trace.RUnlock,
	"(sync.Locker).Lock": trace.Lock, "(sync.Locker).Unlock": trace.Unlock,
	"(*sync.WaitGroup).Add": trace.Add, "(*sync.WaitGroup).Go": trace.Add, "(*sync.WaitGroup).Done": trace.Done, "(*sync.WaitGroup).Wait": trace.Wait,
	"(*golang.org/x/sync/errgroup.Group).Go": trace.Add, "(*golang.org/x/sync/errgroup.Group).TryGo": trace.Add,
	"(*golang.org/x/sync/errgroup.Group).Wait": trace.Wait,
	"(*sync.Once).Do":                          trace.Do,
	"(*sync.Cond).Wait":                        trace.Wait, "(*sync.Cond).Signal": trace.Signal, "(*sync.Cond).Broadcast": trace.Broadcast,
}

// starters run their last argument in a goroutine of its own.
var starters = map[string]bool{
	"(*sync.WaitGroup).Go": true, "(*golang.org/x/sync/errgroup.Group).Go": true, "(*golang.org/x/sync/errgroup.Group).TryGo": true,
	"time.AfterFunc": true, "context.AfterFunc": true,
}

func (s *survey) call(fn *ssa.Function, instr ssa.CallInstruction) {
	c := instr.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		if b.Name() == "close" {
			s.use(fn, trace.Close, c.Args[0], instr.Pos())
		}
		return
	}
	name := calledName(c)
	if op, ok := methods[name]; ok {
		receiver := c.Value
		if !c.IsInvoke() {
			receiver = c.Args[0]
		}
		s.use(fn, op, receiver, instr.Pos())
	}
	if starters[name] {
		for _, f := range functionsOf(c.Args[len(c.Args)-1]) {
			s.start(fn, f, instr)
		}
		return
	}
	callees := s.callees[c]
	if _, ok := instr.(*ssa.Go); ok {
		for _, f := range callees {
			s.start(fn, f, instr)
		}
		return
	}
	s.calls[fn] = append(s.calls[fn], callees...)
	switch v, isCall := instr.(ssa.Value); {
	case isCall && isMaker(c):
		s.use(fn, trace.Make, v, instr.Pos())
	case name == "" && isFuncOfNothing(c.Value.Type()):
		s.use(fn, trace.Cancel, c.Value, instr.Pos())
	case len(callees) == 0 && name != "":
		for _, arg := range c.Args {
			if isChan(arg.Type()) {
				s.pass(fn, arg, shortName(name), instr.Pos())
			}
		}
	}
}

// use notes that a function does something to what a value denotes.
func (s *survey) use(fn *ssa.Function, op trace.Op, v ssa.Value, at token.Pos) {
	if !at.IsValid() {
		return // made by the compiler: a wrapper of a promoted method
	}
	for _, o := range s.resolve(v) {
		kind := o.made
		if kind == "" {
			kind = kindOf(v.Type())
		}
		if op == trace.Cancel && kind != trace.Context || kind == "" {
			continue
		}
		s.uses[use{op: op, function: fn, object: o, kind: kind, at: at}] = true
	}
}

func (s *survey) pass(fn *ssa.Function, v ssa.Value, via string, at token.Pos) {
	for _, o := range s.resolve(v) {
		if o.made == "" {
			s.uses[use{Pass, fn, o, trace.Channel, via, at}] = true
		}
	}
}

func (s *survey) start(from, to *ssa.Function, instr ssa.CallInstruction) {
	if obj, ok := to.Object().(*types.Func); ok && to.Synthetic != "" { // a method value
		if method := to.Prog.FuncValue(obj); method != nil {
			to = method
		}
	}
	if s.known[to] && instr.Pos().IsValid() {
		s.starts[start{from, to, isInLoop(instr.Block()), instr.Pos()}] = true
	}
}

// isInLoop reports whether a block can be run again after it was.
func isInLoop(b *ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	work := slices.Clone(b.Succs)
	for len(work) > 0 {
		next := work[len(work)-1]
		work = work[:len(work)-1]
		if next == b {
			return true
		}
		if !seen[next] {
			seen[next] = true
			work = append(work, next.Succs...)
		}
	}
	return false
}
