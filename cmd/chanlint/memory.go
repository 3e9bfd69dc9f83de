package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The heap of a process that analyzes one package, in bytes: how large it is at the first
// collection, which most packages do not need, and at later ones; if what is in use is too
// much for that, the heap may grow by a percentage.
const (
	firstHeap = 144 << 20
	laterHeap = 180 << 20
	minGrowth = 75
	minHeap   = 4 << 20 // at which a percentage of 100 has the runtime collect first
)

// delayGC spends memory instead of time on collections.
func delayGC() {
	debug.SetGCPercent(100 * (firstHeap / minHeap))
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	type sentinel struct{ _ [16]byte }
	var watch func(*sentinel)
	watch = func(s *sentinel) { // after each collection
		metrics.Read(live)
		used := max(1, int(live[0].Value.Uint64()))
		debug.SetGCPercent(max(minGrowth, 100*(laterHeap-used)/used))
		runtime.SetFinalizer(s, watch)
	}
	runtime.SetFinalizer(new(sentinel), watch)
}
