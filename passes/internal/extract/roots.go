package extract

import (
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// roots chooses the functions to explore: those that nothing in the package
// runs with better knowledge of their arguments.
func (x *extractor) roots(p *Package) {
	heavy, sync := heavyFuncs(p.Funcs), x.synchronising(p.Funcs)
	inlined, loose, callers := x.inlined()
	x.cover(p, inlined, callers)
	for _, m := range p.Funcs {
		fn := p.Names[m.Name]
		switch {
		case !sync[m.Name] || fn.Synthetic != "":
			continue
		case inlined[fn] && (fn.Parent() != nil || !(x.isMain && heavy[m.Name] || small(m))):
			continue
		case tabled[strings.TrimSuffix(x.pkg.Pkg.Path(), "_test")] && (heavy[m.Name] || inTestFile(fn)):
			continue
		}
		r := Root{Name: m.Name, Heavy: heavy[m.Name], Small: small(m)}
		for _, a := range fn.Params {
			r.Classes = append(r.Classes, x.rootClass(a))
		}
		for _, a := range fn.FreeVars {
			r.Classes = append(r.Classes, x.ti.class(a.Type()))
		}
		r.Main = x.isMain && fn.Name() == "main" && fn.Parent() == nil && fn.Signature.Recv() == nil
		r.Inner = inlined[fn] && !x.isMain
		r.Concurrent = !r.Main && fn.Name() != "init" && !strings.HasPrefix(fn.Name(), "init#") && !inTestFile(fn) && (!x.isMain || inlined[fn] || loose[fn] || fn.Parent() != nil)
		p.Roots = append(p.Roots, r)
	}
	if !x.isMain && !tabled[x.pkg.Pkg.Path()] {
		x.wholes(p, heavy, sync)
	}
	x.handlers(p)
}

// rootClass is the class of a parameter of a root.
func (x *extractor) rootClass(p *ssa.Parameter) model.Class {
	c := x.ti.class(p.Type())
	if p.Type().String() == "context.Context" {
		return model.Iface
	}
	return c
}

// tabled are the packages whose functions are known from tables: the tables stand
// on their bodies, and their tests are about what the tables take for granted. Of
// these only the functions that do no more than lock are explored.
var tabled = map[string]bool{"sync": true, "sync/atomic": true, "context": true, "time": true, "testing": true, "os/signal": true, "runtime": true}

// isTest reports whether package testing calls the function, with a value of its
// own.
func isTest(fn *ssa.Function) bool {
	if fn.Parent() != nil || len(fn.Params) != 1 || fn.Signature.Recv() != nil || !inTestFile(fn) {
		return false
	}
	switch fn.Params[0].Type().String() {
	case "*testing.T":
		return strings.HasPrefix(fn.Name(), "Test")
	case "*testing.B":
		return strings.HasPrefix(fn.Name(), "Benchmark")
	case "*testing.F":
		return strings.HasPrefix(fn.Name(), "Fuzz")
	}
	return false
}

func inTestFile(fn *ssa.Function) bool { return inTest(fn.Prog.Fset, fn.Pos()) }

// inTest reports whether a place is in a test file.
func inTest(fset *token.FileSet, pos token.Pos) bool {
	return strings.HasSuffix(fset.Position(pos).Filename, "_test.go")
}

// commands are the types that libraries for commands describe a run of one with.
var commands = map[string]bool{
	"github.com/spf13/cobra.Command": true, "github.com/urfave/cli.Context": true, "github.com/urfave/cli/v2.Context": true,
	"github.com/urfave/cli/v3.Command": true, "github.com/alecthomas/kong.Context": true,
}

// isCommand reports whether a function is, by its parameters, a command of a program.
func isCommand(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool {
		n, ok := namedOf(p.Type())
		return ok && commands[typeName(n)]
	})
}

// endsProgram reports whether all that calls a function is the end of the main function, or of
// a function that is called there: what comes after it says at most how it went.
func (x *extractor) endsProgram(fn *ssa.Function, depth int) bool {
	const maxDepth = 5
	if !x.isMain || depth >= maxDepth {
		return false
	}
	calls := slices.DeleteFunc(slices.Clone(x.calls[fn]), func(c ssa.CallInstruction) bool { return inTestFile(c.Parent()) })
	return len(calls) > 0 && !slices.ContainsFunc(calls, func(c ssa.CallInstruction) bool {
		_, plain := c.(*ssa.Call)
		caller := c.Parent()
		return !plain || caller.Parent() != nil || caller.Name() != "main" && !x.endsProgram(caller, depth+1) || !onlySays(c)
	})
}

// says matches the names of functions that tell somebody something, or end the program.
var says = regexp.MustCompile(`(?i)print|log|fatal|exit|error|warn|info|debug|panic`)

// onlySays reports whether after a call its function calls nothing but what tells how that
// went.
func onlySays(c ssa.CallInstruction) bool {
	b := c.Block()
	if slices.ContainsFunc(b.Instrs[slices.Index(b.Instrs, ssa.Instruction(c))+1:], doesMore) {
		return false
	}
	seen := map[*ssa.BasicBlock]bool{}
	work := slices.Clone(b.Succs)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] {
			continue
		}
		if slices.ContainsFunc(b.Instrs, doesMore) {
			return false
		}
		seen[b] = true
		work = append(work, b.Succs...)
	}
	return true
}

// doesMore reports whether an instruction starts something, waits for it, or calls something
// that does not only tell how it went.
func doesMore(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Go, *ssa.Send, *ssa.Select:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.Call:
		switch k := in.Common(); {
		case k.IsInvoke():
			return !says.MatchString(k.Method.Name())
		case k.StaticCallee() == nil:
			_, builtin := k.Value.(*ssa.Builtin)
			return !builtin
		default:
			return !says.MatchString(k.StaticCallee().Name())
		}
	}
	return false
}

// expects are parts of the names of functions that tests give what shall not end well,
// together with their package's; unless one of denies comes before.
var expects = regexp.MustCompile(`(?i)(expect|assert|require|should|must|check|verify).*(block|leak|hang|deadlock|stuck|panic)`)
var denies = regexp.MustCompile(`(?i)no(t|n)?_?(block|leak|hang|deadlock|stuck|panic)|not|never|without`)

// isExpected reports whether a function is a literal that a test gives to a function
// which expects it to block, to leave something behind, or to panic, by its name; or a
// literal in one.
func isExpected(fn *ssa.Function) bool {
	if fn.Parent() == nil || !inTestFile(fn) {
		return false
	}
	if isExpected(fn.Parent()) {
		return true
	}
	found := false
	eachCall(fn.Parent(), func(c ssa.CallInstruction) {
		if callee := c.Common().StaticCallee(); callee != nil && callee.Pkg != nil && !found {
			name := callee.Pkg.Pkg.Name() + "." + callee.Name()
			found = expects.MatchString(name) && !denies.MatchString(name) && slices.ContainsFunc(c.Common().Args, func(a ssa.Value) bool {
				mc, ok := peel(a).(*ssa.MakeClosure)
				return peel(a) == fn || ok && mc.Fn == fn
			})
		}
	})
	return found
}

// small reports whether a function takes locks or starts goroutines itself.
func small(m *model.FuncModel) bool {
	return slices.ContainsFunc(m.Code, func(in model.Instr) bool {
		return in.Op == model.Call && in.Locks() || starts(&in)
	})
}

// cover finds the functions that are explored where they are called from a root
// other than main. What only main calls is explored by
// itself, too: in main nothing leaks for longer than the program runs.
func (x *extractor) cover(p *Package, inlined map[*ssa.Function]bool, callers map[*ssa.Function][]*ssa.Function) {
	covered := map[*ssa.Function]bool{}
	p.Covered = map[string][]string{}
	for changed := true; changed; {
		changed = false
		for _, m := range p.Funcs {
			fn := p.Names[m.Name]
			if !inlined[fn] || covered[fn] {
				continue
			}
			for _, c := range callers[fn] {
				if !covered[fn] && (covered[c] || !inlined[c] && c.Name() != "main" && c.Synthetic == "") {
					covered[fn], changed = true, true
				}
			}
		}
	}
	for fn := range covered {
		for _, c := range callers[fn] {
			if c.Name() != "main" {
				p.Covered[funcName(fn)] = append(p.Covered[funcName(fn)], funcName(c))
			}
		}
	}
}

// inlined returns the functions that are only ever called, started or deferred
// by other functions of the package directly, and by whom: they are explored
// where that happens. loose are those that are used as values.
func (x *extractor) inlined() (inlined, loose map[*ssa.Function]bool, callers map[*ssa.Function][]*ssa.Function) {
	called := map[*ssa.Function][]*ssa.Function{}
	loose = map[*ssa.Function]bool{}
	for _, f := range x.order {
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				x.uses(f, in, called, loose)
			}
		}
	}
	out := map[*ssa.Function]bool{}
	for _, f := range x.order {
		fn := f.fn
		if called[fn] == nil || loose[fn] || token.IsExported(fn.Name()) && fn.Parent() == nil && !x.isMain {
			continue
		}
		if fn.Name() == "main" && x.isMain || fn.Name() == "init" || strings.HasPrefix(fn.Name(), "init#") {
			continue
		}
		out[fn] = true
	}
	return out, loose, called
}

// uses notes which functions an instruction calls and which it uses otherwise.
func (x *extractor) uses(f *fnInfo, in ssa.Instruction, called map[*ssa.Function][]*ssa.Function, loose map[*ssa.Function]bool) {
	var callee *ssa.Function
	if c, ok := in.(ssa.CallInstruction); ok && !c.Common().IsInvoke() {
		if callee = c.Common().StaticCallee(); callee != nil {
			callee = origin(callee)
			if callee != f.fn && f.relevant {
				called[callee] = append(called[callee], f.fn)
			}
		}
	}
	if mc, ok := in.(*ssa.MakeClosure); ok {
		for _, r := range *mc.Referrers() {
			c, ok := r.(ssa.CallInstruction)
			if !ok || c.Common().Value != mc {
				// Models that call their argument, such as sync.Once.Do, run it
				// where it is passed.
				if !ok || x.classify(c).kind != callModel {
					loose[mc.Fn.(*ssa.Function)] = true
				} else if f.relevant {
					called[mc.Fn.(*ssa.Function)] = append(called[mc.Fn.(*ssa.Function)], f.fn)
				}
			}
		}
		return
	}
	for _, op := range in.Operands(nil) {
		if g, ok := (*op).(*ssa.Function); ok && origin(g) != callee {
			loose[origin(g)] = true
		}
	}
}

// heavyFuncs returns the names of the functions that start goroutines, make or
// close channels, or wait for a group, themselves or through calls.
func heavyFuncs(funcs []*model.FuncModel) map[string]bool {
	return reaching(funcs, false, func(in *model.Instr) bool {
		return in.Op == model.MakeChan || in.Op == model.Close || in.Op == model.WgAdd || in.Op == model.WgWait || starts(in) ||
			in.Op == model.Call && (strings.HasPrefix(in.Sym, "(*sync.WaitGroup)") || strings.HasPrefix(in.Sym, "builtin.close"))
	})
}

// starts reports whether an instruction starts a goroutine.
func starts(in *model.Instr) bool {
	return (in.Op == model.Call || in.Op == model.CallDyn || in.Op == model.Invoke) && in.Imm == int64(model.Go)
}

// synchronising returns the names of the functions that synchronise with others
// in any way, themselves or through calls. The rest has nothing to be found in.
func (x *extractor) synchronising(funcs []*model.FuncModel) map[string]bool {
	library := map[string]bool{}
	return reaching(funcs, true, func(in *model.Instr) bool {
		switch {
		case starts(in) || synchronises(in):
			return true
		case in.Op == model.Call:
			return x.librarySynchronises(in.Sym, library)
		case in.Op == model.Invoke:
			_, name, _ := strings.Cut(in.Sym, "|")
			name, _, _ = strings.Cut(name, "|")
			return x.librarySynchronises(name, library)
		}
		return false
	})
}

// librarySynchronises is the same for a function of another package.
func (x *extractor) librarySynchronises(name string, known map[string]bool) bool {
	v, ok := known[name]
	if ok {
		return v
	}
	known[name] = false // for recursion
	if m := x.lib.Lookup(name); m != nil {
		known[name] = slices.ContainsFunc(m.Code, func(in model.Instr) bool {
			return starts(&in) || synchronises(&in) || (in.Op == model.Call || in.Op == model.Closure) && x.librarySynchronises(in.Sym, known)
		})
	}
	return known[name]
}

func synchronises(in *model.Instr) bool {
	return in.Op >= model.Send && in.Op != model.Swap && in.Op != model.Cas && in.Op != model.AtomicAdd
}

// reaching returns the names of the functions that have an instruction of a
// kind, or that name a function which has; with any set, also those that can call
// one by a method or a function value.
func reaching(funcs []*model.FuncModel, any bool, own func(*model.Instr) bool) map[string]bool {
	has := map[string]bool{}
	users := map[string][]string{} // by function, or method as ".method"
	var work []string
	for _, m := range funcs {
		for i := range m.Code {
			in := &m.Code[i]
			switch in.Op {
			case model.Call, model.Closure:
				users[in.Sym] = append(users[in.Sym], m.Name)
			case model.Invoke:
				method, _, _ := strings.Cut(in.Sym, "|")
				if any {
					users["."+method] = append(users["."+method], m.Name)
				}
			}
			in.EachArg(func(o model.Operand) {
				if any && o.Kind == model.KFunc {
					users[o.Sym] = append(users[o.Sym], m.Name)
				}
			})
			if own(in) && !has[m.Name] {
				has[m.Name] = true
				work = append(work, m.Name)
			}
		}
	}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, u := range slices.Concat(users[n], users[n[max(0, strings.LastIndexByte(n, '.')):]]) {
			if !has[u] {
				has[u] = true
				work = append(work, u)
			}
		}
	}
	return has
}
