/*
Package deadlock defines an analyzer that reports functions that block
themselves and goroutines that wait for each other.

# Analyzer deadlock

deadlock: report operations that block their function forever

The analyzer explores the interleavings of a function and of the goroutines
that it starts. It reports an operation of the function if it can be blocked
there from which, whatever the goroutines do, it never gets away.

# Terms

A function is blocked in a send, a receive, a select, WaitGroup.Wait or the
Lock of a mutex. A send on an unbuffered channel waits for a receive, and a
send on a buffered one for room in the buffer. A cycle of waits is a set of
goroutines of which each waits for what another one of the set would do next.

# What goes wrong

The function never returns. A program in which nothing else runs ends with

	fatal error: all goroutines are asleep - deadlock!

but in a server, where other goroutines go on, there is no such message: a
request hangs, and with it all that wait for it.

# Wrong and right

One goroutine sends and receives:

	// WRONG
	func badSend() int {
		ch := make(chan int)
		ch <- 1 // send to ch blocks forever
		return <-ch
	}

	// RIGHT
	func goodGoroutine() int {
		ch := make(chan int)
		go func() {
			ch <- 1 // the function receives meanwhile
		}()
		return <-ch
	}

The buffer is full:

	// WRONG
	func badOneTooMany() {
		ch := make(chan int, 2)
		ch <- 1
		ch <- 2
		ch <- 3 // send to ch blocks forever
		use(<-ch)
	}

	// RIGHT
	func goodExactly() {
		ch := make(chan int, 2)
		ch <- 1
		ch <- 2 // the last place of the buffer
		use(<-ch)
	}

The function waits until all have sent, and receives only then:

	// WRONG
	func badWaitBeforeDrain() int {
		ch := make(chan int)
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				ch <- i
			}()
		}
		wg.Wait() // wg.Wait blocks forever
		close(ch)
		sum := 0
		for v := range ch {
			sum += v
		}
		return sum
	}

	// RIGHT
	func goodDrained() int {
		ch := make(chan int)
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				ch <- i
			}()
		}
		go func() {
			wg.Wait() // the function receives meanwhile
			close(ch)
		}()
		sum := 0
		for v := range ch {
			sum += v
		}
		return sum
	}

Nothing is sent if an error occurs:

	// WRONG
	func badFailedLoad(load func() (int, error)) int {
		ch := make(chan int)
		go func() {
			v, err := load()
			if err != nil {
				return
			}
			ch <- v
		}()
		return <-ch // receive from ch blocks forever
	}

	// RIGHT
	func goodClosed(load func() (int, error)) int {
		ch := make(chan int)
		go func() {
			defer close(ch)
			v, err := load()
			if err != nil {
				return
			}
			ch <- v
		}()
		return <-ch // closed if nothing is sent
	}

The function holds a lock that the receiver wants first:

	// WRONG
	func badHeldAcrossSend() {
		var mu sync.Mutex
		ch := make(chan int)
		go func() {
			mu.Lock()
			use(1)
			mu.Unlock()
			<-ch
		}()
		mu.Lock()
		ch <- 1 // send to ch blocks forever
		mu.Unlock()
	}

	// RIGHT
	func goodReleasedBeforeSend() {
		var mu sync.Mutex
		ch := make(chan int)
		go func() {
			mu.Lock()
			use(1)
			mu.Unlock()
			<-ch
		}()
		mu.Lock()
		use(2)
		mu.Unlock()
		ch <- 1 // the receiver can get the lock
	}

Two locks are taken in opposite orders:

	// WRONG
	func badOpposite() {
		var a, b sync.Mutex
		go func() {
			b.Lock()
			a.Lock()
			use(1)
			a.Unlock()
			b.Unlock()
		}()
		a.Lock()
		b.Lock() // locking b blocks forever
		use(2)
		b.Unlock()
		a.Unlock()
	}

	// RIGHT
	func goodSameOrder() {
		var a, b sync.Mutex
		go func() {
			a.Lock()
			b.Lock()
			use(1)
			b.Unlock()
			a.Unlock()
		}()
		a.Lock()
		b.Lock() // both take a first
		use(2)
		b.Unlock()
		a.Unlock()
	}

# Not reported

The analyzer is silent on purpose about

  - a channel or a WaitGroup that unknown code can reach: a parameter, a
    field of an object from outside, what was handed to a callback; but not an
    unexported field on which all of the package only sends, or only receives;
  - a send into a buffer whose size is not known;
  - a select without cases: it blocks on purpose;
  - what a test leaves behind when it fails, or expects to hang: in a function
    literal that it gives to one named assert.Blocks, expectDeadlock or the like.

A goroutine that is blocked after the function has gone on is reported by
goroutineleak, an operation on a nil channel by nilchan, a range over a channel
that nobody closes by unclosedrange, a lock that the goroutine itself holds by
heldlock, and a Wait for which nobody is left who could call Done by wgcount.

Locks in opposite orders are reported here if the function starts the goroutines
that take them. If it is two functions of the package that take them, for unknown
callers that may run at the same time, they are reported by lockorder.

# Flags

There are none.

# deadlock

The finding stands at the blocked operation of the function:

	send to ch blocks forever (nobody receives from it)
	receive from ch blocks forever (nobody sends to it or closes it)
	select blocks forever (no case can proceed)
	wg.Wait blocks forever (the counter never reaches zero)
	locking mu blocks forever (locked on line 12)

The text in parentheses says why nothing ends the wait.

If a goroutine of a cycle of waits blocks in a function that it calls, the
finding stands at the call in the goroutine's own function, and "on line 12"
after the name says where the operation is.
*/
package deadlock
