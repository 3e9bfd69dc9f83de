// Package package_variables counts in variables of the package.
package package_variables

import (
	"sync"
	"sync/atomic"
)

var hits int

var stats struct {
	mu     sync.Mutex
	hits   int
	locked int
	shared atomic.Int64
}

var lengths [2]int

func badCount(names []string) {
	var wg sync.WaitGroup
	for range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			hits++       // want `variable hits is written here and written on line \d+ by another goroutine`
			stats.hits++ // want `variable stats\.hits is written here and written on line \d+ by another goroutine`
			stats.shared.Add(1)
			stats.mu.Lock()
			stats.locked++ // ok: locked
			stats.mu.Unlock()
		}()
	}
	wg.Wait()
}

func goodParts(a, b string) {
	var wg sync.WaitGroup
	wg.Go(func() { lengths[0] = len(a) }) // ok: another element
	wg.Go(func() { lengths[1] = len(b) })
	wg.Wait()
}

var total int

func goodOneAfterTheOther(names []string) {
	for _, name := range names {
		done := make(chan struct{})
		go func() {
			total += len(name) // ok: one goroutine at a time
			close(done)
		}()
		<-done
	}
}
