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

// goodProduct counts all rounds of all goroutines at once.
func goodProduct() {
	const clients, requests = 20, 25
	var wg sync.WaitGroup
	wg.Add(clients * requests)
	for range clients {
		go func() {
			for i := range requests {
				use(i)
				wg.Done() // ok: as often as it was counted
			}
		}()
	}
	wg.Wait()
}
