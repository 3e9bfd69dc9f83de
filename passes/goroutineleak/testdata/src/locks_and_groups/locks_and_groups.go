// Package locks_and_groups has goroutines that wait for a lock or for other
// goroutines.
package locks_and_groups

import "sync"

func use(int) {}

func badWaiter(failed bool) {
	var wg sync.WaitGroup
	results := make(chan int)
	wg.Go(func() {
		results <- 1 // want `goroutine blocks forever sending to results`
	})
	go func() {
		wg.Wait() // want `goroutine blocks forever in wg\.Wait \(the counter never reaches zero\)`
		use(1)
	}()
	if failed {
		return
	}
	<-results
}

func badLocker(failed bool) {
	var mu sync.Mutex
	mu.Lock()
	go func() {
		mu.Lock() // want `goroutine blocks forever locking mu`
		use(1)
		mu.Unlock()
	}()
	if failed {
		return
	}
	mu.Unlock()
}

func badSemaphore(failed bool) {
	sem := make(chan struct{}, 1)
	sem <- struct{}{}
	go func() {
		sem <- struct{}{} // want `goroutine blocks forever sending to sem`
		use(1)
		<-sem
	}()
	if failed {
		return
	}
	<-sem
}

func goodWaiter(step func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := step(); err != nil {
			return
		}
		use(0)
	}()
	go func() {
		wg.Wait() // ok: the deferred Done runs on every path
		use(1)
	}()
}

func goodLocker(failed bool) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	go func() {
		mu.Lock() // ok: released when the function returns
		use(1)
		mu.Unlock()
	}()
	if failed {
		return
	}
	use(2)
}

func goodSemaphore() {
	sem := make(chan struct{}, 1)
	for i := range 3 {
		go func() {
			sem <- struct{}{} // ok: whoever holds the place gives it back
			defer func() { <-sem }()
			use(i)
		}()
	}
}
