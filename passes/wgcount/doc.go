/*
Package wgcount defines an analyzer that reports counters of WaitGroups that go
wrong.

# Analyzer wgcount

wgcount: report Add and Done calls that do not match

A Wait returns when Done has been called as often as Add has counted. The
analyzer explores the interleavings of the goroutines and reports a Wait for
which nobody is left who could call Done, a Done too many, and an Add that may
come too late for its Wait.

# Terms

Add(n) adds n to the counter of a WaitGroup, Done subtracts one, and Wait blocks
until it is zero. Go counts, starts the goroutine and calls Done at its end. A
copy of a WaitGroup has a counter of its own. An Add is ordered before a Wait if
the same goroutine calls it first, or if the counter is not zero meanwhile, as
in a goroutine that is itself counted.

# What goes wrong

If a Done is missing, Wait blocks forever: the function never returns, or the
goroutine leaks. If there is one too many, the program ends with

	panic: sync: negative WaitGroup counter

If an Add comes too late, Wait returns while the goroutine still runs, and the
program uses results that are not there yet. That depends on the scheduler, and
is rare in a test.

# Wrong and right

Done is not called on every path:

	// WRONG
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
		wg.Wait() // wg.Wait blocks forever
	}

	// RIGHT
	func goodDefer(urls []string, get func(string) (int, error)) {
		var wg sync.WaitGroup
		for _, url := range urls {
			wg.Add(1)
			go func() {
				defer wg.Done() // runs on every path
				n, err := get(url)
				if err != nil {
					return
				}
				use(n)
			}()
		}
		wg.Wait()
	}

A goroutine is counted, and not started:

	// WRONG
	func badContinue(shards []shard) {
		var wg sync.WaitGroup
		for _, s := range shards {
			wg.Add(1)
			if !s.ready {
				continue
			}
			go func() {
				defer wg.Done()
				use(s.id)
			}()
		}
		wg.Wait() // wg.Wait blocks forever
	}

	// RIGHT
	func goodContinue(shards []shard) {
		var wg sync.WaitGroup
		for _, s := range shards {
			if !s.ready {
				continue
			}
			wg.Add(1) // counts what is started
			go func() {
				defer wg.Done()
				use(s.id)
			}()
		}
		wg.Wait()
	}

The goroutine is done with a copy:

	// WRONG
	func work(wg sync.WaitGroup) {
		defer wg.Done()
		use(1)
	}

	func badArgument() {
		var wg sync.WaitGroup
		wg.Add(1)
		go work(wg)
		wg.Wait() // wg.Wait blocks forever
	}

	// RIGHT
	func workOn(wg *sync.WaitGroup) {
		defer wg.Done()
		use(1)
	}

	func goodArgument() {
		var wg sync.WaitGroup
		wg.Add(1)
		go workOn(&wg) // the same WaitGroup
		wg.Wait()
	}

One path is done twice:

	// WRONG
	func badNoReturn(get func() (int, error)) {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			n, err := get()
			if err != nil {
				wg.Done()
			}
			use(n)
			wg.Done() // wg.Done panics
		}()
		wg.Wait()
	}

	// RIGHT
	func goodReturn(get func() (int, error)) {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			n, err := get()
			if err != nil {
				wg.Done()
				return
			}
			use(n)
			wg.Done() // one of the two
		}()
		wg.Wait()
	}

The goroutine counts itself, perhaps after the Wait:

	// WRONG
	func fetch(wg *sync.WaitGroup, n int) {
		wg.Add(1) // wg.Add may run after wg.Wait
		defer wg.Done()
		use(n)
	}

	func badInCall(items []int) {
		var wg sync.WaitGroup
		for _, item := range items {
			go fetch(&wg, item)
		}
		wg.Wait()
	}

	// RIGHT
	func spawn(wg *sync.WaitGroup, n int) {
		wg.Add(1) // before the goroutine starts
		go func() {
			defer wg.Done()
			use(n)
		}()
	}

	func goodInCall(items []int) {
		var wg sync.WaitGroup
		for _, item := range items {
			spawn(&wg, item)
		}
		wg.Wait()
	}

# Not reported

The analyzer is silent on purpose about

  - a WaitGroup that unknown code can reach: a parameter, a field of an object
    from outside, one whose Done is handed to a callback;
  - a Wait whose Done would come from a goroutine that is itself blocked: that
    goroutine, or the Wait, is reported by deadlock or goroutineleak;
  - a goroutine that ends the program, or loops until it can call Done;
  - a Done that only comes before the program ends: who waits for it lets the
    program run;
  - an Add in the first statement of the goroutine: the check waitgroup of
    go vet reports it;
  - an Add under a lock that keeps the Wait away;
  - what a test leaves behind when it fails.

# Flags

There are none.

# wgcount

The finding stands at the Wait, at the Add that may come too late, or at the Done or
the Add that panics:

	wg.Wait blocks forever: wg.Done on line 12 is not reached
	wg.Wait blocks forever: the counter never reaches zero
	goroutine blocks forever in wg.Wait: wg.Done on line 12 is not reached
	wg.Done panics: negative WaitGroup counter
	wg.Add panics: negative WaitGroup counter
	wg.Add may run after wg.Wait on line 12
	wg.Go may run after wg.Wait on line 12

The line is that of a Done which would have to run, or of the Wait that may
not wait for the Add. If a goroutine blocks in a function that it calls, the finding
stands at the call in the goroutine's own function, and "on line 12" after
wg.Wait says where the Wait is.
*/
package wgcount
