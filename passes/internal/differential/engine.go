package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/differential/testdata/gate"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// A claim is something that the engine says can happen, and how.
type claim struct {
	what     string // "stuck", or the kind of a panic
	op       string // of a goroutine that is stuck
	line     int
	proc     int
	steps    []gate.Step
	reported bool // as a finding, and not only to be seen in the graph
}

func (c claim) String() string {
	if c.op != "" {
		return fmt.Sprintf("%s in %s on line %d", c.what, c.op, c.line)
	}
	return fmt.Sprintf("%s on line %d", c.what, c.line)
}

// last is the operation that a goroutine is stuck in.
func (c claim) last() gate.Step { return gate.Step{Proc: c.proc, Line: c.line, Op: c.op} }

// A verdict is what the engine says of a program.
type verdict struct {
	whole    bool // everything was explored
	claims   []claim
	findings []string // all that is reported, also what no run can show
}

var panicNames = map[explore.BugKind]string{
	explore.SendClosed: "send on closed channel", explore.CloseClosed: "close of closed channel",
	explore.CloseNil: "close of nil channel", explore.NegativeCounter: "negative WaitGroup counter",
	explore.UnlockUnlocked: "unlock of unlocked lock",
}

// tables is what the engine knows of other packages: the standard library.
type tables struct{ known.Tables }

func (tables) HasMethod(_, _ string) (has, effect bool) { return false, false }
func (tables) Analyzed(string) bool                     { return false }

// engine holds the models of a package of programs.
type engine struct {
	fset *token.FileSet
	pkg  *extract.Package
	prog *link.Program
	// atomic are the lines with calls of sync/atomic.
	atomic map[int]bool
}

// newEngine extracts the models of the programs in a file.
func newEngine(source string) (*engine, error) {
	e := &engine{fset: token.NewFileSet(), atomic: map[int]bool{}}
	for i, line := range strings.Split(source, "\n") {
		e.atomic[i+1] = strings.Contains(line, "atomic.")
	}
	file, err := parser.ParseFile(e.fset, "plain.go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	files := []*ast.File{file}
	pkg, info, err := ssautil.BuildPackage(&types.Config{Importer: importer.Default()}, e.fset, types.NewPackage("plain", "plain"), files, 0)
	if err != nil {
		return nil, err
	}
	var funcs []*ssa.Function
	var add func(*ssa.Function)
	add = func(fn *ssa.Function) {
		funcs = append(funcs, fn)
		for _, lit := range fn.AnonFuncs {
			add(lit)
		}
	}
	for _, d := range file.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			add(pkg.Prog.FuncValue(info.Defs[d.Name].(*types.Func)))
		}
	}
	e.pkg = extract.Extract(pkg, funcs, files, info, tables{})
	e.prog = link.New(e.pkg.Funcs, e.pkg.Methods, e.pkg.Globals, known.Tables{})
	e.prog.LockKeys, e.prog.Implements = e.pkg.LockKeys, e.pkg.Implements
	e.prog.Idle, e.prog.Fixed = e.pkg.Idle, e.pkg.Fixed
	return e, nil
}

func (e *engine) line(p model.Pos) int { return e.fset.Position(e.pkg.Positions.Pos(p)).Line }

// judge explores a program.
func (e *engine) judge(name string) verdict {
	fn := e.prog.Index("plain." + name)
	if fn < 0 {
		return verdict{whole: true} // it does nothing to synchronise
	}
	g := explore.Run(e.prog, int(fn), nil, explore.Options{})
	v := verdict{whole: g.Done}
	for _, n := range g.Nodes {
		v.whole = v.whole && !n.Cut
	}
	v.claims = e.seen(g)
	for _, f := range detect.Find(g) {
		text := fmt.Sprintf("kind %d on line %d", f.Kind, e.line(f.Site.Pos))
		if f.Level != detect.Sure {
			text += " (doubtful)"
			v.findings = append(v.findings, text)
			continue
		}
		v.findings = append(v.findings, text)
		c := claim{line: e.line(f.Site.Pos), proc: int(f.Proc), reported: true}
		switch f.Kind {
		case detect.SendClosed, detect.CloseClosed, detect.CloseNil, detect.NegativeCounter, detect.UnlockUnlocked:
			c.what = panicNames[bugKind(f.Kind)]
			c.steps = e.steps(f.Events, c)
		case detect.NilChan, detect.UnclosedRange, detect.Leak, detect.Deadlock, detect.DoubleLock, detect.MissingDone:
			c.what, c.op = "stuck", f.Op.String()
			c.steps = append(e.steps(f.Events, c), c.last())
		default:
			continue // that it happens is not to be seen
		}
		v.claims = append(v.claims, c)
	}
	return v
}

func bugKind(k detect.Kind) explore.BugKind {
	return map[detect.Kind]explore.BugKind{
		detect.SendClosed: explore.SendClosed, detect.CloseClosed: explore.CloseClosed, detect.CloseNil: explore.CloseNil,
		detect.NegativeCounter: explore.NegativeCounter, detect.UnlockUnlocked: explore.UnlockUnlocked,
	}[k]
}

// steps makes a schedule of events: up to the panic that a claim is about, if it is one.
func (e *engine) steps(events []explore.Event, c claim) []gate.Step {
	var out []gate.Step
	for _, ev := range events {
		s := gate.Step{Proc: int(ev.Proc), Line: e.line(ev.Site.Pos), Op: ev.Op.String(), Peer: int(ev.Peer), Env: explore.FromEnvironment(ev)}
		switch ev.Kind {
		case explore.EvBug:
			if name := panicNames[explore.BugKind(ev.Aux)]; name == "" {
				continue
			} else if out = append(out, s); s.Proc == c.proc && s.Line == c.line && name == c.what {
				return out
			}
		case explore.EvSpawn:
			s.Op = "go"
			out = append(out, s)
		case explore.EvAccess:
			if e.atomic[s.Line] {
				s.Op = "atomic"
				out = append(out, s)
			}
		case explore.EvOp:
			if ev.Op >= model.Send && ev.Op != model.ChildDone { // and not what makes something
				out = append(out, s)
			}
		}
	}
	return out
}

// seen reads off a graph what can happen, without the detectors' opinions on
// what is worth reporting.
func (e *engine) seen(g *explore.Graph) []claim {
	moves := make([]uint16, len(g.Nodes)) // of each node: the processes that move some time
	for i, n := range g.Nodes {
		if n.Cut || n.End != explore.Alive {
			moves[i] = ^uint16(0)
		}
	}
	for changed := true; changed; {
		changed = false
		for i, n := range slices.Backward(g.Nodes) {
			m := moves[i]
			for _, edge := range n.Out {
				m |= edge.Moves
				for pos, bit := range edge.Map {
					if moves[edge.To]&(1<<pos) != 0 {
						m |= bit
					}
				}
			}
			changed = changed || m != moves[i]
			moves[i] = m
		}
	}
	var out []claim
	known := map[string]bool{}
	add := func(c claim, node int, proc int32) {
		if known[c.String()] {
			return
		}
		known[c.String()] = true
		c.proc = int(proc)
		c.steps = e.steps(g.Path(node), c)
		if c.op != "" {
			c.steps = append(c.steps, c.last())
		}
		out = append(out, c)
	}
	for i, n := range g.Nodes {
		for _, ev := range n.Events {
			if name := panicNames[explore.BugKind(ev.Aux)]; ev.Kind == explore.EvBug && name != "" {
				add(claim{what: name, line: e.line(ev.Site.Pos)}, i, ev.Proc)
			}
		}
		for pos, p := range n.Procs {
			if p.Blocked && moves[i]&(1<<pos) == 0 {
				add(claim{what: "stuck", op: p.Op.String(), line: e.line(p.Site.Pos)}, i, p.Serial)
			}
		}
	}
	return out
}

// panicKind names a panic as the engine does.
func panicKind(p gate.Panic) string {
	switch {
	case strings.Contains(p.Text, "nlock of unlocked"):
		return panicNames[explore.UnlockUnlocked]
	case p.Op == "wgadd" || p.Op == "wggo":
		return panicNames[explore.NegativeCounter]
	case p.Op == "send" || p.Op == "select":
		return panicNames[explore.SendClosed]
	case strings.Contains(p.Text, "nil channel"):
		return panicNames[explore.CloseNil]
	}
	return panicNames[explore.CloseClosed]
}

// observations returns what went wrong in a run, as the engine would say it.
func observations(o gate.Outcome) []observation {
	if len(o.Panics) == 0 && !o.Loops {
		return stuck(o)
	}
	var out []observation
	for _, p := range o.Panics {
		out = append(out, observation{what: panicKind(p), first: p.Line, last: p.End})
	}
	return out
}

// An observation is something that happened in a run.
type observation struct {
	what        string
	op          string
	first, last int
	proc        int
}

func (o observation) String() string {
	return claim{what: o.what, op: o.op, line: o.first}.String()
}

// is reports whether an observation is what a claim says.
func (o observation) is(c claim) bool {
	close := "close of closed channel" // or of a nil one, if another panic hides that
	return (o.what == c.what || o.what == close && c.what == "close of nil channel") && o.op == c.op && o.first <= c.line && c.line <= o.last
}

func stuck(o gate.Outcome) []observation {
	var out []observation
	for i, p := range o.Stuck {
		op := p.Op
		switch op {
		case "once":
			op = "lock"
		case "cond":
			op = "condpark"
		}
		last := p.Line // a select that is stuck is where it begins
		out = append(out, observation{"stuck", op, p.Line, last, o.Procs[i]})
	}
	return out
}
