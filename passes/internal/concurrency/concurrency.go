// Package concurrency drives the engine once per package: it extracts the
// models, links, explores every root and detects. The passes require its
// analyzer and pick the findings of their kinds.
package concurrency

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// Result holds the findings of a package.
type Result struct {
	Findings []detect.Finding
	// Doubtful are the further findings that there would be at level all.
	Doubtful []detect.Finding
	Roots    []RootReport
	// Positions resolves the positions in the findings.
	Positions *extract.Positions
}

// A RootReport says what became of a root.
type RootReport struct {
	Name    string
	Pos     token.Pos
	States  int
	Steps   int
	Doubted int  // states that were not followed any further
	Done    bool // explored to the end
	// Depth is how deep the calls were followed in a search that came to its end, if
	// Done is not set.
	Depth  int
	Reason string
	Failed bool // a bug of the engine ended it, Reason says which
	// StatesLeft and StepsLeft are what is left of the budget of the last search,
	// FullLeft is how many further roots may get the full one.
	StatesLeft, StepsLeft, FullLeft int
	// Candidates are what was detected.
	Candidates []*Candidate
	root       extract.Root
}

// A Candidate is what may become a finding of the package.
type Candidate struct {
	detect.Finding
	Rule Rule
}

// A Rule says why a candidate is not among the findings.
type Rule uint8

// The rules.
const (
	Reported Rule = iota // it is among them
	Doubtful             // the level leaves it out
	Repeated             // the same, or a better one for its place, is there already
	Scaled               // it may be there only because a constant was scaled down
	Misuse               // it takes a use of a type that the type need not allow
)

// Analyzer explores the concurrency of a package.
var Analyzer = &analysis.Analyzer{
	Name:       "concurrency",
	Doc:        "concurrency: explore the interleavings of the package's goroutines",
	Requires:   []*analysis.Analyzer{models},
	Flags:      flags(),
	ResultType: reflect.TypeFor[*Result](),
	Run:        run,
}

// level is how sure a finding must be: "default", or "all" for the doubtful
// ones, too.
var level = "default"

func flags() flag.FlagSet {
	var fs flag.FlagSet
	fs.Func("level", "report `default` findings, or all, with the doubtful ones", func(s string) error {
		if s != "default" && s != "all" {
			return errors.New("want default or all")
		}
		level = s
		return nil
	})
	return fs
}

// factsOnly is set for the life of a process that is run for a dependency.
var factsOnly atomic.Bool

// FactsOnly switches exploring off in this process.
func FactsOnly() { factsOnly.Store(true) }

func run(pass *analysis.Pass) (any, error) {
	if factsOnly.Load() {
		return &Result{}, nil
	}
	x := pass.ResultOf[models].(*extracted)
	r := explorePackage(x.pkg, x.lib)
	return r, x.lib.err
}

// The budgets: a small one for every root, the rest for roots that need more.
const (
	smallSteps  = 8_000
	smallStates = 600
	lightSteps  = 3_000
	fromSteps   = 24_000
	fullSteps   = 30_000
	madeSteps   = 60_000 // the full budget of a root that is made of the methods of a type
	fullRoots   = 60     // how many roots of a package get the full budget
)

// depths are, for roots that need more, how deep the calls are that are followed
// then.
var depths = []int{2, 1}

// explorePackage explores the roots of a package.
func explorePackage(pkg *extract.Package, lib *library) *Result {
	r := &Result{Positions: pkg.Positions}
	if len(pkg.Roots) == 0 {
		return r
	}
	prog := link.New(pkg.Funcs, pkg.Methods, pkg.Globals, linked{lib})
	prog.LockKeys, prog.Implements = pkg.LockKeys, pkg.Implements
	prog.Idle, prog.Fixed = pkg.Idle, pkg.Fixed
	var sure, doubtful []*Candidate
	e := &explorer{prog: prog, full: fullRoots, endless: pkg.Endless, exhausted: map[int32]bool{}, followed: map[string]bool{}, locks: lockGraph{prog: prog, keys: pkg.LockKeys, owners: pkg.LockOwners}}
	for _, t := range e.explore(pkg) {
		t.rep.Pos = rootPos(pkg, t.root.Name)
		r.Roots = append(r.Roots, t.rep)
		for _, f := range t.rep.Candidates {
			switch {
			case f.Rule != Reported:
			case f.Level == detect.Sure:
				sure = append(sure, f)
			default:
				doubtful = append(doubtful, f)
			}
		}
	}
	c := &collector{prog: prog, seen: map[string]bool{}}
	c.add(sure)
	c.findings = slices.DeleteFunc(c.findings, func(f detect.Finding) bool {
		return slices.ContainsFunc(sure, func(g *Candidate) bool { return f.SaidBy(g.Finding) })
	})
	orders := e.locks.findings()
	c.addOrders(orders, detect.Sure)
	r.Findings = c.findings
	c.findings = nil
	c.add(doubtful)
	c.addOrders(orders, detect.Doubtful)
	if level == "all" {
		r.Findings = append(r.Findings, c.findings...)
	} else {
		r.Doubtful = c.findings
		for _, f := range doubtful {
			f.Rule = Doubtful
		}
	}
	sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].At.Pos < r.Findings[j].At.Pos })
	return r
}

func rootPos(pkg *extract.Package, name string) token.Pos {
	if fn := pkg.Names[name]; fn != nil {
		return fn.Pos()
	}
	return token.NoPos
}

// progress tells which roots need not be explored by themselves.
type progress struct {
	covered map[string][]string // see extract.Package
	done    map[string]bool     // roots that were explored to the end
	// followed are the functions that some search came to: what a root does beyond too
	// many doubtful decisions, or more rounds of a loop than two, is left out.
	followed map[string]bool
}

// sees reports whether everything that a function does is explored in roots that
// call it.
func (p *progress) sees(name string, depth int) bool {
	callers, ok := p.covered[name]
	if !ok || p.done[name] || !p.followed[name] || depth > 20 {
		return p.done[name]
	}
	return !slices.ContainsFunc(callers, func(c string) bool { return !p.sees(c, depth+1) })
}

// inOrder returns the roots that no others cover, and then those that others may cover.
func (p *progress) inOrder(roots []extract.Root) [2][]extract.Root {
	var out [2][]extract.Root
	for _, root := range roots {
		i := min(len(p.covered[root.Name]), 1)
		out[i] = append(out[i], root)
	}
	slices.SortStableFunc(out[1], func(a, b extract.Root) int {
		return cmp.Compare(len(p.covered[a.Name]), len(p.covered[b.Name]))
	})
	return out
}

// finished notes how far a root was explored.
func (p *progress) finished(t *task) { p.done[t.root.Name] = t.rep.Done && t.rep.Depth == 0 }

// A task is the exploration of a root.
type task struct {
	fn   int32
	root extract.Root
	opts explore.Options
	rep  RootReport
	// The search with the full budget, if one is needed: of what functions of what program,
	// with which constants scaled.
	full  bool
	calls []int32
	prog  *link.Program
	scale link.Scale
}

// explorer explores the roots of a program.
type explorer struct {
	prog      *link.Program
	full      int            // roots that may still use the full budget
	exhausted map[int32]bool // roots that have used it up
	locks     lockGraph
	endless   map[model.Pos]bool // see extract.Package
	followed  map[string]bool    // see progress
}

// explore explores the roots of the package: those first that no others may cover.
func (e *explorer) explore(pkg *extract.Package) []*task {
	p := progress{pkg.Covered, map[string]bool{}, e.followed}
	var tasks []*task
	for _, roots := range p.inOrder(pkg.Roots) {
		begun := len(tasks)
		for _, root := range roots {
			fn := e.prog.Index(root.Name)
			if fn < 0 {
				continue
			}
			t := &task{fn: fn, root: root, opts: explore.Options{Main: root.Main}, rep: RootReport{Name: root.Name, root: root}}
			if root.Main {
				t.opts.Init = initName(pkg)
			}
			if tasks = append(tasks, t); p.sees(root.Name, 0) {
				t.rep.Done, t.rep.Reason = true, "explored where it is called"
				continue
			}
			e.guarded(t, e.begin)
			p.finished(t)
		}
		for _, t := range e.smallestFirst(tasks[begun:]) {
			e.guarded(t, e.end)
			p.finished(t)
		}
	}
	return tasks
}

// guarded does a part of a task. A bug of the engine costs the findings of that root
// and leaves its trace in the report; it does not take go vet down.
func (e *explorer) guarded(t *task, part func(*task)) {
	defer func() {
		if p := recover(); p != nil {
			t.rep = RootReport{Name: t.root.Name, Failed: true, Reason: fmt.Sprintf("%v (%s)", p, panicked())}
		}
	}()
	part(t)
	t.rep.FullLeft = e.full
}

// panicked returns the place in chanlint at which the current panic began.
func panicked() string {
	var pcs [50]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	unwinding := false
	for {
		f, more := frames.Next()
		if unwinding && strings.Contains(f.Function, "/chanlint/") {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		unwinding = unwinding || f.Function == "runtime.gopanic"
		if !more {
			return "at an unknown place"
		}
	}
}

// search is explore.Run, but in tests of what happens if that panics.
var search = explore.Run

// begin searches in a root with small budgets: first in all of it, then in what comes
// after its first checks, then without calls of other packages, then without deep calls,
// then with scaled constants.
func (e *explorer) begin(t *task) {
	rep, fn, root, opts := &t.rep, t.fn, t.root, t.opts
	opts.Steps, opts.States = smallSteps, smallStates
	if root.Inner {
		root.Heavy = false
	}
	if !root.Heavy && !root.Small {
		opts.Steps = lightSteps
	}
	opts.Cells = explore.Cells{}
	t.opts, t.prog = opts, e.prog
	g := search(e.prog, int(fn), root.Classes, opts)
	e.add(rep, g, opts, nil)
	if root.Heavy && !root.Made() && (!g.Done || g.Doubted > 0) {
		e.searchFrom(rep, fn, root, opts)
	}
	if !root.Made() && g.Foreign && (!g.Done || g.Doubted > 0 && len(rep.Candidates) == 0) {
		e.searchOwn(rep, fn, root, opts)
	}
	if g.Done && !(g.Crowded && g.Large && root.Heavy && !root.Made()) {
		return
	}
	if root.Made() { // what a type means to allow is seen in all of its code only
		t.full = true
		return
	}
	ended := g.Done || e.searchTo(depths, g.Deepest, rep, fn, root, opts)
	if !root.Heavy {
		return
	}
	scaled, scale, ok := e.prog.Scaled(fn)
	if ok {
		t.prog, t.scale = scaled, scale
		if g.Large { // else this search would be the one before
			g = search(scaled, int(fn), root.Classes, opts)
			e.add(rep, g, opts, scale)
			ended = g.Done
		}
	}
	t.full = !ended
}

// end searches with the full budget, if that is needed and may lead to something, and
// then for what a search that did not come to its end can tell.
func (e *explorer) end(t *task) {
	if t.full {
		e.searchFully(t)
	}
	rep, root := &t.rep, t.root
	switch {
	case root.Made() && !rep.Done:
		e.searchForRaces(rep, t.fn, root, t.opts)
	case !root.Made() && (!rep.Done || rep.Doubted > 0):
		e.searchLocks(rep, t.fn, root, t.opts)
	}
	if !rep.Done && rep.Depth > 0 {
		rep.Reason = fmt.Sprintf("explored to a depth of %d calls", rep.Depth)
	}
}

// smallestFirst lists what is to be ended, those that call others after these where the
// full budget is needed.
func (e *explorer) smallestFirst(tasks []*task) []*task {
	var out []*task
	for _, t := range tasks {
		if t.prog == nil || t.rep.Failed {
			continue
		}
		if out = append(out, t); t.full {
			t.calls = e.prog.Reachable(t.fn)
		}
	}
	slices.SortStableFunc(out, func(a, b *task) int { return cmp.Compare(len(a.calls), len(b.calls)) })
	return out
}

// searchTo searches with the calls followed to one depth after the other, until a search
// comes to its end, and reports whether one does. deepest is the depth that calls lead to:
// what follows them as far is another search of the same.
func (e *explorer) searchTo(depths []int, deepest int, r *RootReport, fn int32, root extract.Root, opts explore.Options) bool {
	for _, opts.Depth = range depths {
		if opts.Depth > deepest {
			continue
		}
		g := search(e.prog, int(fn), root.Classes, opts)
		if e.add(r, g, opts, nil); g.Done {
			r.Depth = opts.Depth
			return true
		}
		deepest = g.Deepest
	}
	return false
}

// searchFrom searches in what a root does from where it makes a channel or starts a
// goroutine on, if there is much before.
func (e *explorer) searchFrom(r *RootReport, fn int32, root extract.Root, opts explore.Options) {
	f := e.prog.Funcs[fn]
	if opts.From = explore.From(f); opts.From < 0 || f.Flags&model.TestFunc != 0 {
		return
	}
	opts.Steps = fromSteps
	before := *r
	e.searchTo(append([]int{0}, depths...), 0, r, fn, root, opts)
	r.restore(before)
}

// searchOwn searches in what a root does if the functions of other packages are unknown
// code: they may be too large, or too little may be known of how they decide.
func (e *explorer) searchOwn(r *RootReport, fn int32, root extract.Root, opts explore.Options) {
	opts.Own, opts.Steps = true, lightSteps
	before := *r
	e.add(r, search(e.prog, int(fn), root.Classes, opts), opts, nil)
	r.restore(before)
}

// searchLocks searches in what a root does by itself from where it takes a lock with which
// it may return, if too little is found in a search of all that comes before.
func (e *explorer) searchLocks(r *RootReport, fn int32, root extract.Root, opts explore.Options) {
	opts.Steps, opts.States, opts.Depth, opts.Loose = smallSteps, smallStates, 1, true
	for _, opts.From = range explore.Unreleased(e.prog.Funcs[fn]) {
		for _, opts.Long = range []bool{false, true} {
			for _, f := range detect.Find(search(e.prog, int(fn), root.Classes, opts)) {
				if f.Kind == detect.HeldOnReturn {
					r.Candidates = append(r.Candidates, &Candidate{Finding: f})
				}
			}
		}
	}
}

// restore takes back what a search that is beside the others has said of how far it came.
func (r *RootReport) restore(before RootReport) {
	r.Done, r.Depth, r.Reason, r.StatesLeft, r.StepsLeft = before.Done, before.Depth, before.Reason, before.StatesLeft, before.StepsLeft
}

// searchForRaces searches without deep calls in a root that is made of the methods of a
// type: what two of them do by themselves can be a race whatever the others do.
func (e *explorer) searchForRaces(r *RootReport, fn int32, root extract.Root, opts explore.Options) {
	for _, opts.Depth = range depths {
		g := search(e.prog, int(fn), root.Classes, opts)
		if !g.Done {
			continue
		}
		for _, f := range detect.Find(g) {
			if f.Kind == detect.DataRace && !e.misuses(&f, root, g) {
				r.Candidates = append(r.Candidates, &Candidate{Finding: f})
			}
		}
		return
	}
}

// searchFully searches in a root with the full budget, if there is one left and if no
// root that this one calls has used it up in vain.
func (e *explorer) searchFully(t *task) {
	inVain := func(fn int32) bool { return fn != t.fn && e.exhausted[fn] }
	if e.full == 0 || !t.root.Made() && slices.ContainsFunc(t.calls, inVain) {
		return
	}
	e.full--
	opts := t.opts
	opts.Steps, opts.States = fullSteps, explore.DefaultStates
	if t.root.Made() {
		opts.Steps = madeSteps
	}
	e.add(&t.rep, search(t.prog, int(t.fn), t.root.Classes, opts), opts, t.scale)
	e.exhausted[t.fn] = !t.rep.Done
}

// add adds a search, and what is detected in it, to the report of a root.
func (e *explorer) add(r *RootReport, g *explore.Graph, opts explore.Options, scale link.Scale) {
	for fn, followed := range g.Followed {
		if followed {
			e.followed[g.Prog.Funcs[fn].Name] = true
		}
	}
	r.States += len(g.Nodes)
	r.Steps += g.Steps
	r.Doubted += g.Doubted
	r.StatesLeft, r.StepsLeft = max(0, opts.States-len(g.Nodes)), max(0, opts.Steps-g.Steps)
	r.Done, r.Reason = g.Done, g.Reason
	if scale == nil && opts.From == 0 {
		e.locks.add(g.Acquired, r.root.Concurrent)
	}
	for _, f := range detect.Find(g) {
		c := &Candidate{Finding: f}
		switch {
		case scale != nil && (restsOn(f, scale) || sums(e.prog, f, scale)):
			c.Rule = Scaled
		case e.misuses(&f, r.root, g):
			c.Rule = Misuse
		}
		r.Candidates = append(r.Candidates, c)
	}
}

// restsOn reports whether a finding may exist only because constants were scaled
// down: it depends on a capacity or a counter, on another goroutine that does, or on what
// goroutines like those that are left would do if there were as many as there are.
func restsOn(f detect.Finding, s link.Scale) bool {
	if slices.ContainsFunc(f.Stuck, func(p explore.Proc) bool {
		// There were more tokens to take, or there was more room.
		return !p.Root && servesItself(f, p) ||
			p.Serial != f.Proc && (p.Op == model.Recv && p.Imm&model.RecvRange == 0 || p.Op == model.Send) && s.Affects(p.Objs[0].Cap)
	}) {
		return true
	}
	if f.Op == model.WgWait || f.Kind == detect.NegativeCounter {
		return countsScaled(f, f.Target.Serial, s)
	}
	return f.Op == model.Send && s.Affects(f.Target.Cap) || slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvOp && e.Op == model.WgWait && countsScaled(f, e.Obj, s)
	})
}

// servesItself reports whether a process waits for what it would do itself, had it come last
// of those that are started in the same place, as at a barrier.
func servesItself(f detect.Finding, p explore.Proc) bool {
	if p.Op != model.Recv && p.Op != model.Select {
		return false
	}
	at := slices.IndexFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn && e.Peer == p.Serial })
	if at < 0 {
		return false
	}
	var alike []int32
	for _, e := range f.Events {
		if e.Kind == explore.EvSpawn && e.Proc == f.Events[at].Proc && e.Site == f.Events[at].Site {
			alike = append(alike, e.Peer)
		}
	}
	return len(alike) > 1 && slices.ContainsFunc(p.Objs, func(t explore.Target) bool {
		return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
			return e.Kind == explore.EvOp && e.Op == model.MakeChan && e.Obj == t.Serial && !slices.Contains(alike, e.Proc) &&
				f.Prog.ClosesOn(p.Entry.Fn, f.Prog.Funcs[e.Site.Fn].Code[e.Site.PC].Name)
		})
	})
}

// sums reports whether somebody who is stuck with a value to send or to receive goes by three
// constants of the program that were scaled, of which one may be the sum of the others.
func sums(prog *link.Program, f detect.Finding, s link.Scale) bool {
	if f.Op != model.Send && f.Op != model.Recv && f.Op != model.Select {
		return false
	}
	var bounds []int64
	for i, fn := range prog.Funcs {
		if i := int32(i); i != f.Site.Fn && !prog.Encloses(f.Site.Fn, i) && !prog.Encloses(i, f.Site.Fn) {
			continue
		}
		for _, in := range fn.Code {
			if in.Op != model.Bin || model.BinOp(in.Imm) < model.Lt {
				continue
			}
			for _, a := range in.Args {
				if _, scaled := s[a.N]; scaled && a.Kind == model.KInt && !slices.Contains(bounds, a.N) {
					bounds = append(bounds, a.N)
				}
			}
		}
	}
	return len(bounds) > 2
}

// countsScaled reports whether a scaled constant was added to a wait group on the run of a
// finding.
func countsScaled(f detect.Finding, group int32, s link.Scale) bool {
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		return e.Op == model.WgAdd && e.Obj == group && e.Aux > 1 && s.Affects(e.Aux)
	})
}

func initName(pkg *extract.Package) string {
	for name, fn := range pkg.Names {
		if fn.Synthetic != "" && fn.Name() == "init" && fn.Parent() == nil {
			return name
		}
	}
	return ""
}

// collector merges the findings of several roots: one for each place and kind,
// one for each place where something blocks for ever, one for each place that
// releases a lock too early, one for each place that accesses a variable while others do,
// one for all the sends of a function to a channel from which nobody receives, and one for
// all calls of a function that waits for a channel of its own.
type collector struct {
	prog     *link.Program
	findings []detect.Finding
	seen     map[string]bool
}

func (c *collector) add(fs []*Candidate) {
	sort.SliceStable(fs, func(i, j int) bool { return fs[i].Kind == detect.Deadlock && fs[j].Kind == detect.Leak })
	for _, f := range fs {
		causes := c.causes(f)
		if slices.ContainsFunc(causes, func(cause string) bool { return c.seen[cause] }) {
			f.Rule = Repeated
			continue
		}
		for _, cause := range causes {
			c.seen[cause] = true
		}
		c.findings = append(c.findings, f.Finding)
	}
}

// causes names what a finding is about: of two that have one of the names in common, one is
// enough.
func (c *collector) causes(f *Candidate) []string {
	kind := f.Kind
	if kind == detect.Leak {
		kind = detect.Deadlock
	}
	place := fmt.Sprint(kind, f.At.Pos)
	switch {
	case kind == detect.DataRace:
		a, b := c.prog.Funcs[f.Site.Fn].Name, c.prog.Funcs[f.Other.Fn].Name
		out := []string{fmt.Sprint(kind, f.Name, min(a, b), max(a, b)), fmt.Sprint(kind, f.Name, f.At.Pos)}
		if f.Lock.Pos != 0 { // the function has forgotten it, whoever holds it meanwhile
			out = append(out, fmt.Sprint(kind, f.Lock.Name, a))
		}
		return out
	case f.ReleasedAt() != 0:
		return []string{fmt.Sprint(kind, f.ReleasedAt())}
	case kind == detect.CloseClosed: // of two goroutines, the second one panics, whichever that is
		return []string{place, fmt.Sprint(kind, min(f.At.Pos, f.Other.Pos), max(f.At.Pos, f.Other.Pos))}
	case f.Kind == detect.Leak && f.Op == model.Send && f.Target.Made >= 0 && !f.Prog.IsForeign(f.At.Fn):
		made, pc := f.Target.MadeAt()
		return []string{place, fmt.Sprint(kind, f.Prog.Funcs[f.At.Fn].Name, f.Prog.Funcs[made].Name, pc)}
	case kind == detect.Deadlock && f.Op == model.Recv:
		if made, _ := f.Target.MadeAt(); made == f.Site.Fn { // whoever has called it
			return []string{place, fmt.Sprint(kind, f.Site.Pos)}
		}
	}
	return []string{place}
}

// addOrders adds the findings of one level about locks that are taken in opposite orders, unless one of the
// goroutines is known to be blocked there.
func (c *collector) addOrders(fs []detect.Finding, level detect.Level) {
	for _, f := range fs {
		if f.Level != level {
			continue
		}
		blocked := slices.ContainsFunc(c.findings, func(g detect.Finding) bool {
			return (g.Kind == detect.Deadlock || g.Kind == detect.Leak) && (g.Site.Pos == f.Site.Pos || g.Site.Pos == f.Other.Pos)
		})
		if !blocked {
			c.findings = append(c.findings, f)
		}
	}
}
