//go:build go1.21

// Package loop_variable is of a version of Go in which all rounds of a loop share
// a variable.
package loop_variable

import "sync"

func use(string) {}

func badLoop(names []string) {
	var wg sync.WaitGroup
	for _, name := range names { // want `variable name is written here and read on line \d+ by another goroutine`
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(name)
		}()
	}
	wg.Wait()
}

func goodCopy(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		name := name
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(name)
		}()
	}
	wg.Wait()
}

func goodArgument(names []string) {
	for _, name := range names {
		go func(name string) { use(name) }(name)
	}
}

func goodOneAtATime(names []string) {
	for _, name := range names {
		done := make(chan bool)
		go func() {
			use(name)
			close(done)
		}()
		<-done
	}
}
