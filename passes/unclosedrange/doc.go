/*
Package unclosedrange defines an analyzer that reports ranges over channels
that are not closed.

# Analyzer unclosedrange

unclosedrange: report ranges over channels that nobody closes

A range over a channel ends when the channel is closed. The analyzer reports
a range if its channel can be left without anybody who sends on it or closes
it.

# Terms

The producers of a channel are the goroutines that send on it. A range ends if
the channel is closed, or if the body leaves it by break, return or a panic.

# What goes wrong

After the last value the range blocks forever. If it runs in a goroutine that
the function has started, this goroutine leaks, with all that it refers to. If
it runs in the function itself, the function never returns, and a program in
which nothing else runs ends with

	fatal error: all goroutines are asleep - deadlock!

# Wrong and right

The producer ends without a close:

	// WRONG
	func badProducer() {
		ch := make(chan int)
		go func() {
			for i := range 3 {
				ch <- i
			}
		}()
		for v := range ch { // range over channel ch never ends: nobody closes it
			use(v)
		}
	}

	// RIGHT
	func goodProducer() {
		ch := make(chan int)
		go func() {
			for i := range 3 {
				ch <- i
			}
			close(ch)
		}()
		for v := range ch { // closed after the last value
			use(v)
		}
	}

It closes, but not on every path. A deferred close does not miss one:

	// WRONG
	func badEarlyReturn(step func(int) error) {
		ch := make(chan int)
		go func() {
			for i := range 3 {
				if err := step(i); err != nil {
					return
				}
				ch <- i
			}
			close(ch)
		}()
		for v := range ch { // range over channel ch never ends: nobody closes it
			use(v)
		}
	}

	// RIGHT
	func goodEarlyReturn(step func(int) error) {
		ch := make(chan int)
		go func() {
			defer close(ch)
			for i := range 3 {
				if err := step(i); err != nil {
					return
				}
				ch <- i
			}
		}()
		for v := range ch { // the deferred close runs on every path
			use(v)
		}
	}

The workers of a pool wait for another job:

	// WRONG
	func badLeftWorker() {
		jobs := make(chan int)
		go func() {
			for job := range jobs { // range over channel jobs never ends: nobody closes it
				use(job)
			}
		}()
		for i := range 3 {
			jobs <- i
		}
	}

	// RIGHT
	func goodDeferredClose() {
		jobs := make(chan int)
		defer close(jobs)
		go func() {
			for job := range jobs { // closed when the function returns
				use(job)
			}
		}()
		for i := range 3 {
			jobs <- i
		}
	}

Several producers need one more goroutine, which closes when all are done:

	// WRONG
	func badResults() int {
		results := make(chan int, 3)
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				results <- i * i
			}()
		}
		wg.Wait()
		sum := 0
		for v := range results { // range over channel results never ends: nobody closes it
			sum += v
		}
		return sum
	}

	// RIGHT
	func goodResults() int {
		results := make(chan int)
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				results <- i * i
			}()
		}
		go func() {
			wg.Wait()
			close(results)
		}()
		sum := 0
		for v := range results { // closed when the producers are done
			sum += v
		}
		return sum
	}

# Not reported

The analyzer is silent on purpose about

  - a channel that is a parameter, is returned or is handed to code outside of
    the package: others can close it;
  - a goroutine for the life of a value, unless the value has a method to end its
    work, such as Close or Stop, and nothing in the package closes the channel;
  - a range that is left by break or return on the path at hand, or that ends by a
    count, too, where it is not known how many goroutines are started;
  - a ticker's channel, which has no end by design, as long as nothing stops the
    ticker: Stop does not close the channel;
  - a channel that nobody closes and nobody ranges over: it need not be
    closed;
  - a channel that a package variable is made with: it may be meant for as long as the
    program runs;
  - a program that ends by os.Exit or the return of main.

# Flags

There are none.

# unclosedrange

The finding stands at the range statement:

	range over channel ch never ends: nobody closes it (made on line 12)
	range over channel p.ticker.C never ends: Stop on line 12 does not close it

The text in parentheses says where the channel was made. It is left out if that
is not known.
*/
package unclosedrange
