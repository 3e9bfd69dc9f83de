package concurrency

import (
	"runtime"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/passes/buildssa"
	"golang.org/x/tools/go/packages"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
)

// BenchmarkGoker links and explores the package of all kernels as a pass does.
func BenchmarkGoker(b *testing.B) {
	k := loadKernels(b)
	states, steps := 0, 0
	cost := measure(b, func() {
		for _, root := range explorePackage(k.pkg, k.lib).Roots {
			states += root.States
			steps += root.Steps
		}
	})
	b.ReportMetric(float64(states)/float64(b.N), "states")
	b.ReportMetric(float64(steps)/float64(b.N), "steps")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(states), "ns/state")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/step")
	b.ReportMetric(cost.allocs/float64(states), "allocs/state")
	b.ReportMetric(cost.bytes/float64(states), "B/state")
}

// BenchmarkGokerExplore explores its roots once each, with the small budget.
func BenchmarkGokerExplore(b *testing.B) {
	k := loadKernels(b)
	states := 0
	cost := measure(b, func() {
		for _, g := range k.graphs() {
			states += len(g.Nodes)
		}
	})
	b.ReportMetric(float64(states)/b.Elapsed().Seconds(), "states/s")
	b.ReportMetric(cost.bytes/float64(states), "B/state")
}

// BenchmarkGokerDetect says what is wrong in these graphs.
func BenchmarkGokerDetect(b *testing.B) {
	k := loadKernels(b)
	graphs := k.graphs()
	findings := 0
	measure(b, func() {
		for _, g := range graphs {
			findings += len(detect.Find(g))
		}
	})
	b.ReportMetric(float64(findings)/float64(b.N), "findings")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(graphs)), "ns/graph")
}

func (k *kernels) graphs() []*explore.Graph {
	var out []*explore.Graph
	for _, root := range k.pkg.Roots {
		opts := explore.Options{Steps: smallSteps, States: smallStates}
		out = append(out, explore.Run(k.prog, int(k.prog.Index(root.Name)), root.Classes, opts))
	}
	return out
}

// BenchmarkPackages extracts, links and explores packages of the standard library.
func BenchmarkPackages(b *testing.B) {
	for _, path := range []string{"database/sql", "net/http", "os/exec", "time"} {
		b.Run(path, func(b *testing.B) {
			pass := loadPackage(b, path)
			instrs := 0
			for _, fn := range pass.ResultOf[buildssa.Analyzer].(*buildssa.SSA).SrcFuncs {
				for _, block := range fn.Blocks {
					instrs += len(block.Instrs)
				}
			}
			measure(b, func() {
				x, err := runModels(pass)
				if err != nil {
					b.Fatal(err)
				}
				explorePackage(x.(*extracted).pkg, x.(*extracted).lib)
			})
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*instrs), "ns/instr")
		})
	}
}

// loadPackage returns what runModels needs for a package.
func loadPackage(b *testing.B, path string) *analysis.Pass {
	b.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, path)
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		b.Fatal("cannot load ", path, ": ", err)
	}
	var pass *analysis.Pass
	capture := &analysis.Analyzer{Name: "capture", Doc: "capture: keep the pass", Requires: models.Requires, Run: func(p *analysis.Pass) (any, error) {
		pass = p
		return nil, nil
	}}
	if _, err := checker.Analyze([]*analysis.Analyzer{capture}, pkgs, nil); err != nil {
		b.Fatal(err)
	}
	pass.AllPackageFacts = func() []analysis.PackageFact { return nil }
	pass.ExportPackageFact = func(analysis.Fact) {}
	return pass
}

// BenchmarkGokerExtract makes the models of that package from its SSA form.
func BenchmarkGokerExtract(b *testing.B) {
	k := loadKernels(b)
	funcs := 0
	measure(b, func() {
		x, err := k.extract()
		if err != nil {
			b.Fatal(err)
		}
		funcs += len(x.pkg.Funcs)
	})
	b.ReportMetric(float64(funcs)/float64(b.N), "funcs")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(funcs), "ns/func")
}

type memory struct{ allocs, bytes float64 }

// measure runs the loop of a benchmark and returns what it allocated.
func measure(b *testing.B, do func()) memory {
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		do()
	}
	runtime.ReadMemStats(&after)
	return memory{float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc)}
}
