package main

import (
	"runtime"
	"runtime/debug"
)

// smallHeap is how much memory the analysis of a package may take before it is
// collected as eagerly as usual, largeHeap before it is collected more eagerly.
const (
	smallHeap = 64 << 20
	largeHeap = 96 << 20
)

// delayGC lets the heap of a process that analyzes one package grow more between
// collections, as long as it is small: most end before they need any.
func delayGC() {
	debug.SetGCPercent(400)
	type sentinel struct{ _ [16]byte }
	var watch func(*sentinel)
	watch = func(s *sentinel) { // after each collection
		var m runtime.MemStats
		switch runtime.ReadMemStats(&m); {
		case m.HeapAlloc > largeHeap:
			debug.SetGCPercent(75)
			return
		case m.HeapAlloc > smallHeap:
			debug.SetGCPercent(100)
		}
		runtime.SetFinalizer(s, watch)
	}
	runtime.SetFinalizer(new(sentinel), watch)
}
