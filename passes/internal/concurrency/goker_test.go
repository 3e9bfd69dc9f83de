package concurrency

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// kernels is the package of the goker kernels that GOROOT ships.
type kernels struct {
	pass *analysis.Pass // with what runModels needs
	pkg  *extract.Package
	lib  *library
	prog *link.Program
}

// loadKernels builds the package and extracts its models, once.
func loadKernels(t testing.TB) *kernels {
	t.Helper()
	k, err := buildKernels()
	if err != nil {
		t.Fatal(err)
	}
	if k == nil {
		t.Skip("this Go does not ship the kernels")
	}
	return k
}

var buildKernels = sync.OnceValues(func() (*kernels, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(strings.TrimSpace(string(goroot)), "src", "runtime", "testdata", "testgoroutineleakprofile", "goker")
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	pkg, info, err := ssautil.BuildPackage(&types.Config{Importer: importer.Default()}, fset, types.NewPackage("main", "main"), files, 0)
	if err != nil {
		return nil, err
	}
	in := &buildssa.SSA{Pkg: pkg}
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		in.SrcFuncs = append(in.SrcFuncs, fn)
		for _, lit := range fn.AnonFuncs {
			add(lit)
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				add(pkg.Prog.FuncValue(info.Defs[d.Name].(*types.Func)))
			}
		}
	}
	k := &kernels{pass: &analysis.Pass{
		Analyzer: models, Fset: fset, Files: files, Pkg: pkg.Pkg, TypesInfo: info,
		ResultOf:          map[*analysis.Analyzer]any{buildssa.Analyzer: in},
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
		ExportPackageFact: func(analysis.Fact) {},
	}}
	x, err := k.extract()
	if err != nil {
		return nil, err
	}
	k.pkg, k.lib = x.pkg, x.lib
	k.prog = link.New(k.pkg.Funcs, k.pkg.Methods, k.pkg.Globals, k.lib)
	return k, nil
})

func (k *kernels) extract() (*extracted, error) {
	x, err := runModels(k.pass)
	if err != nil {
		return nil, err
	}
	return x.(*extracted), nil
}

func (k *kernels) at(p model.Pos) string {
	pos := k.pass.Fset.Position(k.pkg.Positions.Pos(p))
	return fmt.Sprintf("%s:%d:%d", filepath.Base(pos.Filename), pos.Line, pos.Column)
}

// fileOf returns the name of the file in which a function is, "" if it is not
// one of the package.
func (k *kernels) fileOf(fn string) string {
	if f := k.pkg.Names[fn]; f != nil {
		return filepath.Base(k.pass.Fset.Position(f.Pos()).Filename)
	}
	return ""
}

// kernelName matches the root functions of the kernels.
var kernelName = regexp.MustCompile(`^main\.[A-Z][a-z]+\d+$`)

// alone returns the program with constants of at least 16 in one function
// replaced, so that loops over them run once: most kernels start a hundred
// copies of themselves, and some of them do so 10,000 times. It reports whether
// there are any.
func alone(p *link.Program, fn int32) (*link.Program, bool) {
	changed := false
	f := p.Funcs[fn]
	code := slices.Clone(f.Code)
	for pc := range code {
		in := &code[pc]
		in.Args = slices.Clone(in.Args)
		for i := range in.Args {
			if a := &in.Args[i]; a.Kind == model.KInt && a.N >= 16 {
				a.N, changed = 1, true
				if in.Op == model.Bin && model.BinOp(in.Imm) == model.Le {
					a.N = 0
				}
			}
		}
	}
	return withCode(p, fn, code), changed
}

// withCode returns the program with the code of one function replaced.
func withCode(p *link.Program, fn int32, code []model.Instr) *link.Program {
	q := *p
	q.Funcs = slices.Clone(p.Funcs)
	f := *p.Funcs[fn]
	f.Code = code
	q.Funcs[fn] = &f
	return &q
}

// scaled returns the program as explorer.root explores it when it is large.
func scaled(p *link.Program, fn int32) *link.Program {
	if q, _, ok := p.Scaled(fn); ok {
		return q
	}
	return p
}

// verdict is what a graph says of a program, without the detectors' opinion on
// what is worth reporting.
type verdict struct {
	panics map[string]bool
	early  bool            // one of them is in an operation that runs before its turn
	stuck  map[string]bool // operations in which a process is for ever
	// outlived are the processes that could still work when main returned.
	outlived map[string]bool
	crashed  bool // some runs end in a crash
	// whole: everything was explored. What happens if a sleep ends although
	// others can still move does not belong to it: there is no such thing in
	// search.expand, and search.wake marks the nodes where it could as cut.
	whole bool
}

// judge reads the verdict off a graph. cautious is for graphs that are not
// whole: it takes a process for stuck only if nothing was left out on all ways
// on from there.
func (k *kernels) judge(g *explore.Graph, cautious bool) verdict {
	v := verdict{panics: map[string]bool{}, stuck: map[string]bool{}, outlived: map[string]bool{}, whole: g.Done}
	moves := make([]uint16, len(g.Nodes)) // of each node: the processes that move some time
	for i, n := range g.Nodes {
		sleep := n.Cut && isHeld(n)
		if n.Cut && (cautious || !sleep) || n.End != explore.Alive {
			moves[i] = ^uint16(0)
		}
		if n.Cut && !sleep {
			v.whole = false
		}
		if n.End == explore.Crashed {
			v.crashed = true
		}
		for _, e := range n.Events {
			// Whether a lock that is held on return matters depends on who can reach
			// it, and search.add finds that out more often if there are more steps.
			if kind := explore.BugKind(e.Aux); e.Kind == explore.EvBug && kind != explore.HeldOnReturn {
				v.panics[fmt.Sprintf("panic %d at %s", kind, k.at(e.Site.Pos))] = true
				v.early = v.early || kind == explore.NegativeCounter || kind == explore.UnlockUnlocked
			}
		}
		for _, u := range n.Exit {
			v.outlived[fmt.Sprintf("outlived by the process of %s", k.at(u.Spawned))] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for i := len(g.Nodes) - 1; i >= 0; i-- {
			m := moves[i]
			for _, e := range g.Nodes[i].Out {
				m |= e.Moves
				for pos, bit := range e.Map {
					if moves[e.To]&(1<<pos) != 0 {
						m |= bit
					}
				}
			}
			changed = changed || m != moves[i]
			moves[i] = m
		}
	}
	for i, n := range g.Nodes {
		for pos, p := range n.Procs {
			if p.Blocked && moves[i]&(1<<pos) == 0 {
				v.stuck[fmt.Sprintf("stuck in %v at %s", p.Op, k.at(p.Site.Pos))] = true
			}
		}
	}
	return v
}

// isHeld reports whether a process sleeps in a node while others move.
func isHeld(n *explore.Node) bool {
	var moves uint16
	for _, e := range n.Out {
		moves |= e.Moves
	}
	for i, p := range n.Procs {
		if p.Op == model.Sleep && moves&(1<<i) == 0 {
			return moves != 0
		}
	}
	return false
}

// A comparison of the search with all its reductions with the one without.
type comparison struct {
	reduced, full *explore.Graph
	both          bool   // both are whole, so that they must say the same
	one           bool   // one of them is whole: the other must not say more
	found         int    // verdicts that were compared
	diff          string // "" if they agree
}

// compare explores a root in both ways. opts bounds the full search.
func (k *kernels) compare(prog *link.Program, root extract.Root, opts explore.Options) comparison {
	fn := int(prog.Index(root.Name))
	opts.Main = root.Main
	if root.Main {
		opts.Init = initName(k.pkg)
	}
	c := comparison{reduced: explore.Run(prog, fn, root.Classes, opts)}
	opts.Full = true
	c.full = explore.Run(prog, fn, root.Classes, opts)
	r, f := k.judge(c.reduced, false), k.judge(c.full, false)
	c.both, c.one = r.whole && f.whole, r.whole != f.whole
	switch {
	case c.both:
	case r.whole:
		f = k.judge(c.full, true)
	case f.whole:
		r = k.judge(c.reduced, true)
	default:
		return c
	}
	c.found = len(f.panics) + len(f.outlived)
	c.note(f.whole, "false", r.panics, f.panics)
	c.note(f.whole, "false", r.outlived, f.outlived)
	// A crash in an operation that runs early keeps the search from what others
	// do before.
	c.note(r.whole && !r.early, "missed", f.panics, r.panics)
	c.note(r.whole && !r.early, "missed", f.outlived, r.outlived)
	// A crash ends all processes. A process that waits for ever until then is
	// stuck for a search that follows it apart from those that crash.
	if !r.crashed && !f.crashed {
		c.found += len(f.stuck)
		c.note(f.whole, "false", r.stuck, f.stuck)
		c.note(r.whole, "missed", f.stuck, r.stuck)
	}
	return c
}

// note notes what is in a but not in b, if it should be.
func (c *comparison) note(should bool, what string, a, b map[string]bool) {
	for _, x := range slices.Sorted(maps.Keys(a)) {
		if should && !b[x] {
			c.diff += fmt.Sprintf("\n\t%s: %s", what, x)
		}
	}
}

// exceptions are the comparisons that are known to fail, with the reason.
var exceptions = map[string]string{
	"main.Kubernetes11298 run once": "a goroutine that parks in Cond.Wait is stuck in states that the reduced search does not visit; it finds the other goroutines stuck",
}

// check reports a disagreement that is not known, and one that is gone.
func (c *comparison) check(t *testing.T, name string) {
	t.Helper()
	switch known := exceptions[name] != ""; {
	case known && c.both && c.diff == "":
		t.Errorf("%s: they agree, it is no exception any more (%s)", name, exceptions[name])
	case !known && c.diff != "":
		t.Errorf("%s: the reduced search (%d states) does not say what the full one does (%d):%s", name, len(c.reduced.Nodes), len(c.full.Nodes), c.diff)
	}
}

// TestReductionsOnKernels checks that the search says the same of each kernel
// with and without its reductions: for all roots, with scaled constants where
// they are large, and where that is too much for the search without
// reductions, with the kernel running once.
func TestReductionsOnKernels(t *testing.T) {
	k := loadKernels(t)
	opts := []explore.Options{{States: 8_000, Steps: 120_000}, {States: 20_000, Steps: 350_000}}
	if testing.Short() {
		opts = []explore.Options{{States: 1_000, Steps: 20_000}, {States: 2_500, Steps: 60_000}}
	}
	roots, partly, found, states, done := 0, 0, 0, 0, map[string]bool{}
	for _, root := range k.pkg.Roots {
		fn := k.prog.Index(root.Name)
		if fn < 0 {
			continue
		}
		once, some := alone(k.prog, fn)
		progs := []*link.Program{scaled(k.prog, fn)}
		if some {
			progs = append(progs, scaled(once, fn))
		}
		both := false
		for i, prog := range progs {
			c := k.compare(prog, root, opts[i])
			name := root.Name
			if i > 0 {
				name += " run once"
			}
			c.check(t, name)
			found += c.found
			switch {
			case c.both:
				both = true
				states += len(c.full.Nodes)
			case c.one:
				partly++
				t.Logf("%s: compared in part: %s", name, c.why())
			default:
				t.Logf("%s: not compared: %s", name, c.why())
			}
		}
		if both {
			roots++
			done[root.Name] = kernelName.MatchString(root.Name)
		}
	}
	kernels := 0
	for _, isKernel := range done {
		if isKernel {
			kernels++
		}
	}
	t.Logf("compared %d of %d roots (%d of them kernels), %d states without reductions; %d in part; %d verdicts", roots, len(k.pkg.Roots), kernels, states, partly, found)
	want := [...]int{220, 56, 45, 120}
	if testing.Short() {
		want = [...]int{215, 50, 10, 100}
	}
	for i, n := range [...]int{roots, kernels, states / 1000, found} {
		if n < want[i] {
			t.Errorf("%d compared, want at least %d of them", n, want[i])
		}
	}
}

// why says what kept the searches from an answer.
func (c *comparison) why() string {
	say := func(g *explore.Graph) string {
		cut := 0
		for _, n := range g.Nodes {
			if n.Cut && !isHeld(n) {
				cut++
			}
		}
		return fmt.Sprintf("%s, %d of %d states cut", g.Reason, cut, len(g.Nodes))
	}
	return fmt.Sprintf("reduced %s; full %s", say(c.reduced), say(c.full))
}

// mutants returns what an instruction can be replaced by, by name.
func mutants(p *link.Program, in model.Instr) map[string]model.Instr {
	out := map[string]model.Instr{}
	as := func(name string, change func(*model.Instr)) {
		m := in
		m.Args = slices.Clone(in.Args)
		change(&m)
		out[name] = m
	}
	gone := func(m *model.Instr) { *m = model.Instr{Op: model.Nop, Pos: in.Pos, Fn: -1} }
	mode := func(to model.Mode) func(*model.Instr) { return func(m *model.Instr) { m.Imm = int64(to) } }
	switch in.Op {
	case model.Send, model.Recv:
		as("nop", gone)
		as("close", func(m *model.Instr) { m.Op, m.Args, m.Imm, m.Dst = model.Close, m.Args[:1], 0, nil })
	case model.Close:
		as("nop", gone)
		as("recv", func(m *model.Instr) { m.Op, m.Imm = model.Recv, int64(model.None) })
	case model.MakeChan:
		if a := in.Args[0]; a.Kind == model.KInt && a.N < 2 {
			as("another capacity", func(m *model.Instr) { m.Args[0].N = 1 - a.N })
		}
	case model.Select:
		as([]string{"blocking", "nonblocking"}[in.Imm], func(m *model.Instr) { m.Imm = 1 - in.Imm })
	case model.Call, model.CallDyn, model.Invoke:
		if len(in.Dst) == 0 {
			switch model.Mode(in.Imm) {
			case model.Go:
				as("call", mode(model.Plain))
			case model.Defer:
				as("nodefer", mode(model.Plain))
			default:
				as("go", mode(model.Go))
			}
		}
		if !strings.HasPrefix(in.Sym, "(*sync.") {
			break
		}
		as("nop", gone)
		for old, method := range map[string]string{"Lock": "Unlock", "Unlock": "Lock", "RLock": "Lock", "Done": "Wait", "Wait": "Done"} {
			recv, ok := strings.CutSuffix(in.Sym, "."+old)
			if fn := p.Index(recv + "." + method); ok && fn >= 0 {
				as(recv+"."+method, func(m *model.Instr) { m.Sym, m.Fn = recv+"."+method, fn })
			}
		}
	}
	return out
}

// always are mutants on which the searches disagreed once.
var always = map[string]bool{
	"(*main.cacheWatcher_kubernetes38669).process with go in place of call (*main.cacheWatcher_kubernetes38669).sendWatchCacheEvent at kubernetes38669.go:30:24": true,
}

// TestReductionsOnMutants compares the searches on variations of the kernels:
// one operation of the root's file is left out or replaced by another one.
// Every 16th of them is tried; CHANLINT_MUTANTS=all tries all, for a minute.
func TestReductionsOnMutants(t *testing.T) {
	k := loadKernels(t)
	every := 16
	if os.Getenv("CHANLINT_MUTANTS") == "all" {
		every = 1
	}
	if testing.Short() {
		every *= 4
	}
	n, both, partly, found := 0, 0, 0, 0
	for _, root := range k.pkg.Roots {
		fn := k.prog.Index(root.Name)
		if fn < 0 || !root.Heavy {
			continue
		}
		once, _ := alone(k.prog, fn)
		for i, f := range once.Funcs {
			if k.fileOf(f.Name) != k.fileOf(root.Name) || f.Flags&model.Transparent != 0 {
				continue
			}
			for pc, in := range f.Code {
				ms := mutants(once, in)
				for _, change := range slices.Sorted(maps.Keys(ms)) {
					name := fmt.Sprintf("%s with %s in place of %s at %s", root.Name, change, strings.TrimSpace(in.Op.String()+" "+callee(in)), k.at(in.Pos))
					if n++; n%every != 0 && exceptions[name] == "" && !always[name] {
						continue
					}
					code := slices.Clone(f.Code)
					code[pc] = ms[change]
					c := k.compare(scaled(withCode(once, int32(i), code), fn), root, explore.Options{States: 1_500, Steps: 40_000})
					c.check(t, name)
					found += c.found
					switch {
					case c.both:
						both++
					case c.one:
						partly++
					}
				}
			}
		}
	}
	t.Logf("compared %d of %d mutants, %d in part; %d verdicts", both, n/every, partly, found)
	if both < n/every/2 || n < 5_000 || found < n/every/4 {
		t.Error("that is not enough")
	}
}

// callee returns the full name of the function that an instruction calls, "" if
// it calls none that is known.
func callee(in model.Instr) string {
	if in.Op == model.Call {
		return in.Sym
	}
	return ""
}
