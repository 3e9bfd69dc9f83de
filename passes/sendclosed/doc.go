/*
Package sendclosed defines an analyzer that reports sends on closed
channels.

# Analyzer sendclosed

sendclosed: report sends on channels that are or may be closed

A send on a closed channel panics. The analyzer explores the interleavings of
the goroutines and reports a send statement if, in one of them, the channel
has been closed before the send or while the send waits.

# Terms

A send is a statement ch <- v or a case of a select that sends. The closing
site is the call of close that comes first; a deferred close runs when its
function returns, after the calls that were deferred later. Two operations
are ordered if one cannot run before the other has finished: they are in the
same goroutine, or a receive, a WaitGroup or another such operation makes one
wait for the other.

# What goes wrong

The send panics with

	panic: send on closed channel

and the program ends, unless the goroutine recovers. A goroutine that is
already blocked in the send when the channel is closed panics as well. Where
the order of send and close is left to the scheduler, the program may run for
months before it fails.

# Wrong and right

The close comes before the last send:

	// WRONG
	func badSend() {
		ch := make(chan int, 2)
		ch <- 1
		close(ch)
		ch <- 2 // send on closed channel ch
	}

	// RIGHT
	func goodSend() {
		ch := make(chan int, 2)
		ch <- 1
		ch <- 2
		close(ch) // nothing is sent afterwards
		for v := range ch {
			fmt.Println(v)
		}
	}

The close does not wait for the goroutines that send:

	// WRONG
	func badNoWait() int {
		out := make(chan int, 3)
		for i := range 3 {
			go func() {
				out <- compute(i) // send on channel out that another goroutine can close first
			}()
		}
		close(out)
		sum := 0
		for v := range out {
			sum += v
		}
		return sum
	}

	// RIGHT
	func goodWait() int {
		out := make(chan int, 3)
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				out <- compute(i)
			}()
		}
		wg.Wait()
		close(out) // every producer is done
		sum := 0
		for v := range out {
			sum += v
		}
		return sum
	}

The receiver gives up and closes, while the goroutine is still to send. Only
the sender should close, or nobody: a channel that nobody uses any more need
not be closed.

	// WRONG
	func badTimeout() int {
		ch := make(chan int)
		defer close(ch)
		go func() {
			ch <- compute(3) // send on channel ch that another goroutine can close first
		}()
		select {
		case v := <-ch:
			return v
		case <-time.After(time.Millisecond):
			return 0
		}
	}

	// RIGHT
	func goodTimeout() int {
		ch := make(chan int, 1)
		go func() {
			defer close(ch)
			ch <- compute(3) // the receiver leaves the channel open
		}()
		select {
		case v := <-ch:
			return v
		case <-time.After(time.Millisecond):
			return 0
		}
	}

Deferred calls run last in, first out:

	// WRONG
	func badDeferOrder() {
		var wg sync.WaitGroup
		ch := make(chan int, 1)
		defer wg.Wait()
		defer close(ch)
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- 1 // send on channel ch that another goroutine can close first
		}()
	}

	// RIGHT
	func goodDeferOrder() {
		var wg sync.WaitGroup
		ch := make(chan int, 1)
		defer close(ch) // deferred calls run last in, first out, so Wait comes first
		defer wg.Wait()
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- 1
		}()
	}

# Not reported

Some sends may panic, and the analyzer is silent on purpose:

  - The channel is a parameter, or came from outside of the package, and only
    the caller knows who closes it.
  - The send and the close are in methods that only other packages call, in
    an order that this package does not show.
  - A flag says whether the channel is closed, and send and close use it under
    the same lock, or the close is in a sync.Once and the sender learns of it:
    these are safe.
  - A receive from a closed channel: it yields the zero value.

# Flags

There are none.

# sendclosed

The finding stands at the send and names the line of the close:

	send on closed channel ch (closed on line 12)
	send on channel ch that another goroutine can close first (closed on line 12)

The first form says that the same goroutine has closed the channel before. The
second form says that another goroutine closes it, and that nothing makes that
goroutine wait for this send.
*/
package sendclosed
