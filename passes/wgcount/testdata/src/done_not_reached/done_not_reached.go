// Package done_not_reached has goroutines with a path that misses the Done for
// which somebody waits.
package done_not_reached

import (
	"errors"
	"log"
	"sync"
)

func use(int) {}

func badEarlyReturn(urls []string, get func(string) (int, error)) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			n, err := get(url)
			if err != nil {
				return
			}
			use(n)
			wg.Done()
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 23 is not reached`
}

// badPanic recovers, but not in time for Done.
func badPanic(job func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		if job == nil {
			panic("no job")
		}
		job()
		wg.Done()
	}()
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 43 is not reached`
}

// badDeferTooLate returns before it defers.
func badDeferTooLate(jobs []func() error, ready func() bool) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		go func() {
			if !ready() {
				return
			}
			defer wg.Done()
			if err := job(); err != nil {
				log.Print(err)
			}
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 57 is not reached`
}

// badNoDone has no Done at all.
func badNoDone(n int) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			use(i)
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
}

type crawler struct {
	wg     sync.WaitGroup
	closed bool
}

func (c *crawler) visit(depth int) {
	if c.closed {
		return
	}
	use(depth)
	c.wg.Done()
}

// crawl has the Done in a method with a return before it. But others may add to
// the counter of a crawler, or take from it.
func (c *crawler) crawl(depths []int) {
	for _, depth := range depths {
		c.wg.Add(1)
		go c.visit(depth)
	}
	c.wg.Wait()
}

// badWaiter has a goroutine that waits.
func badWaiter(step func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := step(); err != nil {
			return
		}
		wg.Done()
	}()
	go func() {
		wg.Wait() // want `goroutine blocks forever in wg\.Wait: wg\.Done on line 109 is not reached`
		use(1)
	}()
}

// badSwitch has Done in two of three cases.
func badSwitch(kind string) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		switch kind {
		case "fast":
			use(1)
			wg.Done()
		case "slow":
			use(2)
			wg.Done()
		default:
			log.Print("unknown kind")
		}
	}()
	wg.Wait() // want `wg\.Wait blocks forever`
}

// badBreak ends the loop of the worker before all are done.
func badBreak(jobs []int) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	go func() {
		for _, job := range jobs {
			if job == 0 {
				break
			}
			use(job)
			wg.Done()
		}
	}()
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 146 is not reached`
}

func goodDefer(urls []string, get func(string) (int, error)) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n, err := get(url)
			if err != nil {
				return // ok: Done is deferred
			}
			use(n)
		}()
	}
	wg.Wait()
}

// goodBoth has a Done on each path.
func goodBoth(get func() error) error {
	var wg sync.WaitGroup
	var failed error
	wg.Add(1)
	go func() {
		if err := get(); err != nil {
			failed = err
			wg.Done()
			return // ok: done
		}
		use(1)
		wg.Done()
	}()
	wg.Wait()
	return failed
}

// goodRecover is done also after a panic.
func goodRecover(job func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
			wg.Done()
		}()
		if job == nil {
			panic("no job")
		}
		job()
	}()
	wg.Wait()
}

func goodGo(jobs []func() error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(jobs))
	for i, job := range jobs {
		wg.Go(func() {
			if job == nil {
				return // ok: Go calls Done
			}
			errs[i] = job()
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// goodCloser waits in a goroutine of its own, and closes then.
func goodCloser(jobs []int) int {
	results := make(chan int)
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- job * job
		}()
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	sum := 0
	for n := range results {
		sum += n
	}
	return sum
}

// goodRetry does not leave the loop without Done.
func goodRetry(try func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		for {
			if err := try(); err != nil {
				continue // ok: tries again
			}
			wg.Done()
			return
		}
	}()
	wg.Wait()
}

// goodFatal does not return without Done, because it does not return.
func goodFatal(load func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := load(); err != nil {
			log.Fatal(err) // ok: nobody waits any more
		}
		wg.Done()
	}()
	wg.Wait()
}

// goodMethod passes Done as a callback.
func goodMethod(run func(done func())) {
	var wg sync.WaitGroup
	wg.Add(1)
	go run(wg.Done) // ok: run may call it
	wg.Wait()
}

// A goodCollector has been checked to collect one of four things.
type goodCollector struct {
	kind string
}

func (c *goodCollector) collect() {
	var wg sync.WaitGroup
	wg.Add(1)
	switch c.kind {
	case "server":
		go func() {
			defer wg.Done()
			use(1)
		}()
	case "database":
		go func() {
			defer wg.Done()
			use(2)
		}()
	case "index":
		go func() {
			defer wg.Done()
			use(3)
		}()
	case "collection":
		go func() {
			defer wg.Done()
			use(4)
		}()
	}
	wg.Wait() // ok: there is no fifth kind, most likely
}

// goodServe waits for as long as the program runs: it is only done when that ends.
func goodServe(start func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := start(); err != nil {
			wg.Done()
			log.Fatalf("%v", err)
		}
	}()
	wg.Wait()
	return nil
}

func badServe(start func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := start(); err != nil {
			wg.Done()
			log.Printf("%v", err)
		}
	}()
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line \d+ is not reached`
	return nil
}
