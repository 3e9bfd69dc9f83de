/*
Package nilchan defines an analyzer that reports operations on nil channels.

# Analyzer nilchan

nilchan: report operations on channels that are nil

The zero value of a channel type is nil, and a nil channel is never ready. The
analyzer reports sends, receives, ranges and closes of channels that nobody has
made.

# Terms

A channel is made by make. A variable, struct field, array element or missing
map key that was never assigned holds nil. An unexported field, or an
unexported variable of a package, can be assigned in its package only, so if no
function there does, it is nil everywhere.

# What goes wrong

A send, a receive or a range blocks its goroutine forever. If all goroutines
of the program are blocked, it ends with

	fatal error: all goroutines are asleep - deadlock!

and otherwise the goroutine leaks. A close panics with

	panic: close of nil channel

# Wrong and right

The variable is declared, but nothing is assigned to it:

	// WRONG
	func badGoroutine() {
		var results chan int
		go func() {
			results <- compute(2) // send on nil channel results blocks forever
		}()
	}

	// RIGHT
	func goodMade() int {
		var ch chan int
		ch = make(chan int, 1)
		ch <- 1 // made before use
		return <-ch
	}

The channel is made for a new variable that hides the other one:

	// WRONG
	func badShadowed(buffered bool) {
		var ch chan int
		if buffered {
			ch := make(chan int, 1)
			ch <- 0
		}
		ch <- 1 // send on nil channel ch blocks forever
	}

	// RIGHT
	func goodAssigned(buffered bool) {
		var ch chan int
		if buffered {
			ch = make(chan int, 1)
		} else {
			ch = make(chan int, 2)
		}
		ch <- 1 // assigned, not declared again
	}

A field that nothing is assigned to keeps its zero value:

	// WRONG
	type state struct {
		ready chan struct{}
	}

	func badNew() {
		s := new(state)
		<-s.ready // receive from nil channel s.ready blocks forever
	}

	// RIGHT
	func goodLiteral() {
		s := state{make(chan struct{}, 1)}
		s.ready <- struct{}{} // assigned by the literal
		<-s.ready
	}

A deferred close takes the value that the variable has at the defer statement:

	// WRONG
	func badDeferEvaluatedEarly() int {
		var out chan int
		defer close(out) // close of nil channel out panics
		out = make(chan int, 1)
		out <- 1
		return <-out
	}

	// RIGHT
	func goodDeferredClosure() int {
		var out chan int
		defer func() {
			close(out) // the variable is read when the closure runs
		}()
		out = make(chan int, 1)
		out <- 1
		return <-out
	}

# Not reported

The analyzer is silent on purpose about

  - a nil channel in a select with other cases or a default: this is how a
    case is switched off;
  - a parameter or an exported field: other packages may assign it; and what is nil
    because the function has found one of these to be nil;
  - a variable that is assigned through a pointer, in another function or in
    a closure that may have run;
  - an element of a map or a slice whose contents are not known;
  - a channel that is made for a flag and used for the same one;
  - what a function of another package returns whose error is left out: whoever does that
    may know that there is none;
  - a wait for the end of a Background that was given to others as well: it is meant to
    last for ever.

# Flags

There are none.

# nilchan

The finding stands at the operation:

	send on nil channel ch blocks forever (never made)
	receive from nil channel ch blocks forever (never made)
	range over nil channel ch blocks forever (never made)
	close of nil channel ch panics (never made)

The text in parentheses says why the channel is nil: no call of make has put
one there.
*/
package nilchan
