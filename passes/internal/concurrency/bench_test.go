package concurrency

import (
	"runtime"
	"testing"
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
