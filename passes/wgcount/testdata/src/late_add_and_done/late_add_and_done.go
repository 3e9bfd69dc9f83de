// Package late_add_and_done has groups of which all uses are known, and others.
package late_add_and_done

import (
	"fmt"
	"sync"
)

func use(int) {}

func badLateAdd(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func() {
			fmt.Println("job", job)
			wg.Add(1) // want `wg\.Add may run after wg\.Wait on line 21`
			defer wg.Done()
			use(job)
		}()
	}
	wg.Wait()
}

// badWorkFirst may not come to the Add.
func badWorkFirst(jobs []func() error) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func() {
			if job() != nil {
				return
			}
			wg.Add(1) // no fix // want `wg\.Add may run after wg\.Wait on line 37`
			defer wg.Done()
			use(1)
		}()
	}
	wg.Wait()
}

func badSkipped(load func() (int, error)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // loads
		n, err := load()
		if err != nil {
			return
		}
		use(n)
		wg.Done() // loaded
	}()
	wg.Wait() // want `wg\.Wait blocks forever: wg\.Done on line \d+ is not reached`
}

// badCounted counts something else than goroutines.
func badCounted(load func() (int, error)) {
	var wg sync.WaitGroup
	wg.Add(2)
	for range 2 {
		go func() {
			n, err := load()
			if err != nil {
				return
			}
			use(n)
			wg.Done() // no fix
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever: wg\.Done on line \d+ is not reached`
}

// badOtherDone has a Done for one of the ways.
func badOtherDone(load func() (int, error), known bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n, err := load()
		if err != nil {
			if known {
				wg.Done()
			}
			return
		}
		use(n)
		wg.Done() // no fix: it would be done twice
	}()
	wg.Wait() // want `wg\.Wait blocks forever: wg\.Done on line \d+ is not reached`
}

func finish(wg *sync.WaitGroup) { wg.Done() }

// badHandedOn has a helper that may be done for it.
func badHandedOn(load func() (int, error), known bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n, err := load()
		if err != nil {
			if known {
				finish(&wg)
			}
			return
		}
		use(n)
		wg.Done() // no fix
	}()
	wg.Wait() // want `wg\.Wait blocks forever: wg\.Done on line \d+ is not reached`
}

func goodDeferred(load func() (int, error)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done() // ok: on every way
		if n, err := load(); err == nil {
			use(n)
		}
	}()
	wg.Wait()
}
