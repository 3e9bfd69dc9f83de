/*
Package goroutineleak defines an analyzer that reports goroutines that block
forever.

# Analyzer goroutineleak

goroutineleak: report goroutines that block forever

A goroutine that waits for somebody who has left never ends, and the garbage
collector does not free it, nor anything that it refers to. The analyzer
explores the interleavings of the goroutines and reports an operation if a
goroutine can be blocked in it from which, whatever the others do, it never
gets away.

# Terms

A goroutine is blocked in a send, a receive, a select, WaitGroup.Wait or the
Lock of a mutex. Its partner is the goroutine that could serve the operation:
receive what it sends, close what it receives from, release the lock. A
goroutine leaks if it is blocked and every partner has returned or is itself
blocked forever. The function that started it goes on, or has returned.

# What goes wrong

Nothing fails. The number of goroutines grows with every call, and with it
the memory, until the program is killed. A pprof profile of goroutines shows
them, all blocked on the same line.

# Wrong and right

The function returns on an error, and nobody receives:

	// WRONG
	func badSender(check func() error) (int, error) {
		res := make(chan int)
		go func() {
			res <- compute(3) // goroutine blocks forever sending to res
		}()
		if err := check(); err != nil {
			return 0, err
		}
		return <-res, nil
	}

	// RIGHT
	func goodBuffered(check func() error) (int, error) {
		res := make(chan int, 1)
		go func() {
			res <- compute(3) // the buffer takes it
		}()
		if err := check(); err != nil {
			return 0, err
		}
		return <-res, nil
	}

The time runs out before the result arrives:

	// WRONG
	func badAfter() int {
		ch := make(chan int)
		go func() {
			ch <- compute(3) // goroutine blocks forever sending to ch
		}()
		select {
		case v := <-ch:
			return v
		case <-time.After(time.Millisecond):
			return 0
		}
	}

	// RIGHT
	func goodAfter() int {
		ch := make(chan int, 1)
		go func() {
			ch <- compute(3) // the buffer takes it
		}()
		select {
		case v := <-ch:
			return v
		case <-time.After(time.Millisecond):
			return 0
		}
	}

Three answer, and one answer is received:

	// WRONG
	func badFirst() string {
		ch := make(chan string)
		for i := range 3 {
			go func() {
				ch <- query(i) // goroutine blocks forever sending to ch
			}()
		}
		return <-ch
	}

	// RIGHT
	func goodFirst() string {
		ch := make(chan string, 3)
		for i := range 3 {
			go func() {
				ch <- query(i) // the buffer has room for every answer
			}()
		}
		return <-ch
	}

The goroutine sends an error and forgets to return:

	// WRONG
	func badMissingReturn(run func() error) error {
		errc := make(chan error)
		go func() {
			if err := run(); err != nil {
				errc <- err
			}
			errc <- nil // goroutine blocks forever sending to errc
		}()
		return <-errc
	}

	// RIGHT
	func goodReturn(run func() error) error {
		errc := make(chan error)
		go func() {
			if err := run(); err != nil {
				errc <- err
				return
			}
			errc <- nil // sent once on every path
		}()
		return <-errc
	}

The consumer leaves before the producer is done. A channel that is closed, or
a context that is cancelled, tells the producer:

	// WRONG
	func badBreak(found func(int) bool) int {
		ch := make(chan int)
		go func() {
			defer close(ch)
			for i := range 3 {
				ch <- i // goroutine blocks forever sending to ch
			}
		}()
		last := 0
		for v := range ch {
			last = v
			if found(v) {
				break
			}
		}
		return last
	}

	// RIGHT
	func goodDone(found func(int) bool) int {
		ch := make(chan int)
		done := make(chan struct{})
		defer close(done)
		go func() {
			defer close(ch)
			for i := range 3 {
				select {
				case ch <- i: // told when the consumer leaves
				case <-done:
					return
				}
			}
		}()
		last := 0
		for v := range ch {
			last = v
			if found(v) {
				break
			}
		}
		return last
	}

The context is not cancelled on every path:

	// WRONG
	func badOnePath(failed bool) {
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			<-ctx.Done() // goroutine blocks forever receiving from ctx.Done()
			use(1)
		}()
		if failed {
			return
		}
		cancel()
	}

	// RIGHT
	func goodDeferred(failed bool) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go func() {
			<-ctx.Done() // cancelled on every path
			use(1)
		}()
		if failed {
			return
		}
		use(2)
	}

# Not reported

The analyzer is silent on purpose about

  - a channel that is returned, is a parameter or is reachable for unknown
    code: the partner may be there;
  - a goroutine that loops forever but is not blocked, such as one with a
    ticker beside a done channel that nobody closes;
  - goroutines that are left over when main returns: the program ends;
  - a select without cases: it blocks on purpose;
  - goroutines that a test leaves behind when it fails, or expects to leave behind:
    in a function literal that it gives to one named assert.Blocks, expectLeak or
    the like, or if it fails when it hears from the goroutine;
  - a goroutine that only closes a channel once others have ended, if it is one of these
    that hangs; and one of main's that receives from a channel of a package variable: it
    may be there for as long as the program runs;
  - a goroutine of another package that waits for its own things only, unless it
    sends on a channel that the package has returned: that has to be received from.

The operations of the other analyzers are left to them: a nil channel is
reported by nilchan, a range over a channel by unclosedrange, an operation of
the function itself by deadlock, a lock that the goroutine itself holds by
heldlock, and a Wait for which nobody is left who could call Done by wgcount.

# Flags

There are none.

# goroutineleak

The finding stands at the blocked operation:

	goroutine blocks forever sending to ch (caller returns on line 12 without receiving)
	goroutine blocks forever receiving from ch (caller returns on line 12 without sending or closing)
	goroutine blocks forever in select (caller returns on line 12, no case can proceed)
	goroutine blocks forever in wg.Wait (the counter never reaches zero)
	goroutine blocks forever locking mu (locked on line 12)

or, if a call of another package has started the goroutine, at that call:

	goroutine blocks forever sending to the channel of feed.Open (caller returns on line 12 without receiving)

The text in parentheses says why nothing ends the wait: the function that
started the goroutine has returned, or the lock was taken on the line that is
named. If no such place is known, it says "nobody receives from it", "nobody
sends to it or closes it", "no case can proceed" or "never unlocked".

If a goroutine blocks in a function that it calls, the finding stands at the
call in the goroutine's own function, and "on line 12" after the name says where
the operation is.
*/
package goroutineleak
