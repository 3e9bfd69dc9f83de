/*
Package doubleclose defines an analyzer that reports channels that are closed
twice.

# Analyzer doubleclose

doubleclose: report channels that are closed twice

A close of a closed channel panics. The analyzer explores the interleavings of
the goroutines and reports a call of close if, in one of them, the channel has
been closed before.

# Terms

The closing site is the call of close that comes first, and the second close
is the one that panics. Both can be the same call, in a loop, in a function
that is called twice or in several goroutines. A deferred close runs when its
function returns, on the channel that its operand held at the defer statement.

# What goes wrong

The second close panics with

	panic: close of closed channel

and the program ends, unless the goroutine recovers.

# Wrong and right

A path closes what a deferred call closes again:

	// WRONG
	func badDefer(fail bool) error {
		out := make(chan int, 1)
		defer close(out) // close of closed channel out
		if fail {
			close(out)
			return errFailed
		}
		out <- 1
		return nil
	}

	// RIGHT
	func goodDefer(fail bool) error {
		out := make(chan int, 1)
		defer close(out) // closed here only
		if fail {
			return errFailed
		}
		out <- 1
		return nil
	}

Several goroutines close one channel. A sync.Once lets the first of them do
it:

	// WRONG
	func badEachCloses() {
		done := make(chan struct{})
		for range 2 {
			go func() {
				close(done) // close of channel done that another goroutine can close first
			}()
		}
		<-done
	}

	// RIGHT
	func goodOnce() {
		done := make(chan struct{})
		var once sync.Once
		for range 2 {
			go func() {
				once.Do(func() { close(done) }) // Do calls it once
			}()
		}
		<-done
	}

To ask whether the channel is closed does not help without a lock, because
another goroutine can close it between the question and the close:

	// WRONG
	func badAskedWithoutLock() {
		done := make(chan struct{})
		for range 2 {
			go func() {
				select {
				case <-done:
				default:
					close(done) // close of channel done that another goroutine can close first
				}
			}()
		}
		<-done
	}

	// RIGHT
	func goodFlag() {
		done := make(chan struct{})
		var mu sync.Mutex
		closed := false
		for range 2 {
			go func() {
				mu.Lock()
				defer mu.Unlock()
				if !closed {
					closed = true
					close(done) // the flag is read and set under the lock
				}
			}()
		}
		<-done
	}

A cancel function is deferred and also called. It should close once, however
often it is called:

	// WRONG
	func badCancelFunc(fail bool) {
		done := make(chan struct{})
		cancel := func() {
			close(done) // close of closed channel done
		}
		defer cancel()
		if fail {
			cancel()
		}
	}

	// RIGHT
	func goodDeferFlag(fail bool) {
		done := make(chan struct{})
		closed := false
		defer func() {
			if !closed {
				close(done) // the flag says that it is open
			}
		}()
		if fail {
			close(done)
			closed = true
		}
	}

# Not reported

The analyzer is silent on purpose about

  - a method that closes, if only other packages call it: they may well call it
    once;
  - a parameter that is closed once here, whatever the caller does with it;
  - a close behind a flag, a comparison with nil or a select that asks, if one
    lock or one goroutine keeps the question and the close together: these are
    safe;
  - channels of different iterations, elements or objects.

# Flags

There are none.

# doubleclose

The finding stands at the second close and names the line of the first, which
is its own line if the same call is run twice:

	close of closed channel ch (closed on line 12)
	close of channel ch that another goroutine can close first (closed on line 12)

The first form says that one goroutine does both, the second form that two
goroutines do.
*/
package doubleclose
