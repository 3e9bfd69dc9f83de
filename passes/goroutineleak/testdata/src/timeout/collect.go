package timeout

import (
	"sync"
	"time"
)

// collect leaves its workers behind, and with them who waits for them: that is said once.
func collect(work []func() int) (results []int) {
	values := make(chan int)
	var wg sync.WaitGroup
	for _, w := range work {
		wg.Add(1)
		go func() {
			defer wg.Done()
			values <- w() // want `goroutine blocks forever sending to values`
		}()
	}
	go func() {
		wg.Wait()
		close(values)
	}()
	for {
		select {
		case v, ok := <-values:
			if !ok {
				return results
			}
			results = append(results, v)
		case <-time.After(time.Second):
			return nil
		}
	}
}
