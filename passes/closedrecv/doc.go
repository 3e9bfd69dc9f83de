/*
Package closedrecv defines an analyzer that reports loops that receive from a
closed channel.

# Analyzer closedrecv

closedrecv: report loops that spin on a closed channel

A receive from a closed channel does not wait: it yields the zero value at once,
each time. The analyzer reports a receive in a loop that, once the channel is
closed, goes round forever without a place at which it waits or ends.

# Terms

A receive is an expression <-ch or a case of a select. A loop spins if no way
out of it is left, unless others say so, and nothing in it blocks. The second result of a receive,
usually called ok, is false if the channel is closed and empty. A receive from a
nil channel is never ready, so a case of a select can be switched off by setting
its channel to nil.

# What goes wrong

Nothing fails. The goroutine keeps a processor busy and works on zero values
that nobody has sent, until the program ends. In a select, a closed channel is
always ready, so that the other cases have their turn less often.

# Wrong and right

The loop does not look at ok:

	// WRONG
	func badForever(items []int) {
		ch := make(chan int)
		go func() {
			for _, item := range items {
				ch <- item
			}
			close(ch)
		}()
		for {
			v := <-ch // receive from ch yields zero values forever once it is closed
			use(v)
		}
	}

	// RIGHT
	func goodOK(items []int) {
		ch := make(chan int)
		go func() {
			for _, item := range items {
				ch <- item
			}
			close(ch)
		}()
		for {
			v, ok := <-ch
			if !ok {
				return // leaves the loop
			}
			use(v)
		}
	}

The signal to stop is received, and the loop goes on:

	// WRONG
	func badBreak(events <-chan int) {
		quit := make(chan struct{})
		go func() {
			use(1)
			close(quit)
		}()
		for {
			select {
			case e := <-events:
				use(e)
			case <-quit: // receive from quit yields zero values forever once it is closed
				break // leaves the select only
			}
		}
	}

	// RIGHT
	func goodLabel(events <-chan int) {
		quit := make(chan struct{})
		go func() {
			use(1)
			close(quit)
		}()
	loop:
		for {
			select {
			case e := <-events:
				use(e)
			case <-quit:
				break loop // leaves the loop
			}
		}
		use(2)
	}

One of two channels is closed, and its case is always ready:

	// WRONG
	func badMerge() {
		a, b := make(chan int), make(chan int)
		go func() {
			defer close(a)
			a <- 1
		}()
		go func() {
			defer close(b)
			b <- 2
		}()
		for {
			select {
			case v := <-a: // receive from a yields zero values forever once it is closed
				use(v)
			case v := <-b: // receive from b yields zero values forever once it is closed
				use(v)
			}
		}
	}

	// RIGHT
	func goodMerge() {
		a, b := make(chan int), make(chan int)
		go func() {
			defer close(a)
			a <- 1
		}()
		go func() {
			defer close(b)
			b <- 2
		}()
		for a != nil || b != nil {
			select {
			case v, ok := <-a:
				if !ok {
					a = nil // never ready again
					continue
				}
				use(v)
			case v, ok := <-b:
				if !ok {
					b = nil
					continue
				}
				use(v)
			}
		}
	}

# Not reported

The analyzer is silent on purpose about

  - a loop that the zero value ends: it returns, or breaks, if the value is nil,
    zero, false or empty;
  - a loop with a condition or a number of rounds that can end it, or with another
    case for a time, or for what the program itself sends or closes; that a caller
    may cancel a context at some time does not count;
  - a channel that only unknown code could close, or that a deadline closes;
  - a receive from a channel of struct{} whose value is not used, and that is
    not a case of a select: it waits for something to have begun;
  - a receive without a loop.

A channel that is not closed, so that the loop waits forever, is reported by
goroutineleak, deadlock or unclosedrange.

# Flags

There are none.

# closedrecv

The finding stands at the receive, or at the select that it is a case of, and
names the line of the close:

	receive from ch yields zero values forever once it is closed on line 12; check ok
	receive from ch yields zero values forever once it is closed on line 12; leave the loop, or set the channel to nil

The second form is for a case of a select.
*/
package closedrecv
