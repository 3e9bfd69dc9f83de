// Package counted_first finds out in one loop how many goroutines another loop is
// going to start.
package counted_first

import "sync"

func use(int) {}

type shard struct {
	id    int
	ready bool
}

// goodCounted counts the ready ones first.
func goodCounted(shards []shard) {
	n := 0
	for _, s := range shards {
		if s.ready {
			n++
		}
	}
	var wg sync.WaitGroup
	wg.Add(n)
	for _, s := range shards {
		if s.ready {
			go func() {
				defer wg.Done() // ok: the same shards as above
				use(s.id)
			}()
		}
	}
	wg.Wait()
}

// goodFiltered collects the ready ones first.
func goodFiltered(shards []shard) {
	var ready []shard
	for _, s := range shards {
		if s.ready {
			ready = append(ready, s)
		}
	}
	var wg sync.WaitGroup
	wg.Add(len(ready))
	for _, s := range ready {
		go func() {
			defer wg.Done() // ok: one for each
			use(s.id)
		}()
	}
	wg.Wait()
}
