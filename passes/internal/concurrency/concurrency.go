// Package concurrency drives the engine once per package: it extracts the
// models, links, explores every root and detects. The passes require its
// analyzer and pick the findings of their kinds.
package concurrency

import (
	"fmt"
	"reflect"
	"sort"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// Result holds the findings of a package.
type Result struct {
	Findings []detect.Finding
	Roots    []RootReport
}

// A RootReport says what became of a root.
type RootReport struct {
	Name   string
	States int
	Steps  int
	Reason string
}

// Analyzer explores the concurrency of a package.
var Analyzer = &analysis.Analyzer{
	Name:       "concurrency",
	Doc:        "concurrency: explore the interleavings of the package's goroutines",
	Requires:   []*analysis.Analyzer{buildssa.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	Run:        run,
}

// factsOnly is set for the life of a process that is run for a dependency.
var factsOnly atomic.Bool

// FactsOnly switches exploring off in this process.
func FactsOnly() { factsOnly.Store(true) }

// library is what is known of other packages.
type library struct{}

func (library) Lookup(name string) *model.FuncModel { return known.Lookup(name) }
func (library) Analyzed(string) bool                { return false }

func run(pass *analysis.Pass) (any, error) {
	if factsOnly.Load() {
		return &Result{}, nil
	}
	ssainput := pass.ResultOf[buildssa.Analyzer].(*buildssa.SSA)
	lib := library{}
	pkg := extract.Extract(ssainput.Pkg, ssainput.SrcFuncs, pass.Files, pass.Fset, lib)
	return Explore(pkg, lib), nil
}

// The budgets: a small one for every root, the rest for roots that need more.
const (
	smallSteps  = 8_000
	smallStates = 600
	lightSteps  = 3_000
	fullRoots   = 30
)

// Explore explores the roots of a package.
func Explore(pkg *extract.Package, lib extract.Library) *Result {
	r := &Result{}
	if len(pkg.Roots) == 0 {
		return r
	}
	methods := known.Methods()
	for k, v := range pkg.Methods {
		methods[k] = v
	}
	prog := link.New(pkg.Funcs, methods, pkg.Globals, lib.Lookup)
	c := &collector{seen: map[string]bool{}}
	full := 0
	for _, root := range pkg.Roots {
		fn := prog.Index(root.Name)
		if fn < 0 {
			continue
		}
		opts := explore.Options{Main: root.Main, Steps: smallSteps, States: smallStates}
		if root.Main {
			opts.Init = initName(pkg)
		}
		if !root.Heavy {
			opts.Steps = lightSteps
		}
		g := explore.Run(prog, int(fn), root.Classes, opts)
		if !g.Done && root.Heavy && full < fullRoots {
			full++
			opts.Steps, opts.States = explore.DefaultSteps, explore.DefaultStates
			g = explore.Run(prog, int(fn), root.Classes, opts)
		}
		r.Roots = append(r.Roots, RootReport{Name: root.Name, States: len(g.Nodes), Steps: g.Steps, Reason: g.Reason})
		c.add(detect.Find(g))
	}
	r.Findings = c.findings
	sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].Site.Pos < r.Findings[j].Site.Pos })
	return r
}

func initName(pkg *extract.Package) string {
	for name, fn := range pkg.Names {
		if fn.Synthetic != "" && fn.Name() == "init" && fn.Parent() == nil {
			return name
		}
	}
	return ""
}

// collector merges the findings of several roots: one for each place and kind.
type collector struct {
	findings []detect.Finding
	seen     map[string]bool
}

func (c *collector) add(fs []detect.Finding) {
	for _, f := range fs {
		key := fmt.Sprint(f.Kind, f.Site.Pos)
		if c.seen[key] {
			continue
		}
		c.seen[key] = true
		c.findings = append(c.findings, f)
	}
}
