// Package select_loop has select statements in loops, with a case for a channel
// that is closed.
package select_loop

import (
	"context"
	"fmt"
	"time"
)

func use(int) {}

// badMerge spins when one of the two channels is closed.
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
		case v := <-a: // want `receive from a yields zero values forever once it is closed on line 17; leave the loop, or set the channel to nil`
			use(v)
		case v := <-b: // want `receive from b yields zero values forever once it is closed on line 21; leave the loop, or set the channel to nil`
			use(v)
		}
	}
}

// badDone has the signal to stop, but does not stop.
func badDone(events <-chan int) {
	done := make(chan struct{})
	go func() {
		use(1)
		close(done)
	}()
	for {
		select {
		case e := <-events:
			use(e)
		case <-done: // want `receive from done yields zero values forever once it is closed on line 39`
			fmt.Println("stopping")
		}
	}
}

// badBreak leaves the select, not the loop.
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
		case <-quit: // want `receive from quit yields zero values forever once it is closed on line 56`
			break
		}
	}
}

// badOKBreak has ok, but leaves the select only.
func badOKBreak() {
	ch := make(chan int)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for {
		select {
		case v, ok := <-ch: // want `receive from ch yields zero values forever once it is closed on line 74`
			if !ok {
				break
			}
			use(v)
		case <-tick.C:
			use(0)
		}
	}
}

// badDefault polls.
func badDefault() {
	ch := make(chan int, 1)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for {
		select {
		case v := <-ch: // want `receive from ch yields zero values forever once it is closed on line 94; leave the loop, or set the channel to nil`
			use(v)
		default:
			time.Sleep(time.Millisecond)
		}
	}
}

// goodDone returns when told so.
func goodDone(events <-chan int) {
	done := make(chan struct{})
	go func() {
		use(1)
		close(done)
	}()
	for {
		select {
		case e := <-events:
			use(e)
		case <-done:
			return // ok: closed means done
		}
	}
}

// goodLabel leaves the loop by its label.
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
			break loop // ok: leaves the loop
		}
	}
	use(2)
}

// goodMerge takes a closed channel out of the select.
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
				a = nil // ok: never ready again
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

// goodNilDone hears the signal once, and drains then.
func goodNilDone(events <-chan int, stop func()) {
	done := make(chan struct{})
	go func() {
		use(1)
		close(done)
	}()
	quit := (<-chan struct{})(done)
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			use(e)
		case <-quit:
			stop()
			quit = nil // ok: once
		}
	}
}

// badOther leaves the loop by another case, but not before somebody says so.
func badOther(ctx context.Context) {
	ch := make(chan int, 1)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for {
		select {
		case v := <-ch: // want `receive from ch yields zero values forever once it is closed on line 198`
			use(v)
		case <-ctx.Done():
			return
		}
	}
}

// goodOther ends the loop by what made it close the channel.
func goodOther(ctx context.Context) {
	ch := make(chan int, 1)
	go func() {
		defer close(ch)
		for {
			select {
			case ch <- 1:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case v := <-ch: // ok: closed after that
			use(v)
		case <-ctx.Done():
			return
		}
	}
}

// goodStopped is told to stop by whoever closes the channel.
func goodStopped(values []int) {
	ch, stop := make(chan int), make(chan struct{})
	go func() {
		for _, v := range values {
			ch <- v
		}
		close(ch)
		close(stop)
	}()
	for {
		select {
		case v := <-ch: // ok: not for long
			use(v)
		case <-stop:
			return
		}
	}
}

// goodTimeout leaves it by the time.
func goodTimeout() {
	ch := make(chan int, 1)
	timeout := time.After(time.Second)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for {
		select {
		case v := <-ch: // ok: the timeout ends the loop
			use(v)
		case <-timeout:
			return
		}
	}
}

// goodZero returns for the zero value.
func goodZero(ctx context.Context) error {
	errs := make(chan error, 1)
	ticks := make(chan int)
	go func() {
		defer close(errs)
		errs <- ctx.Err()
	}()
	for {
		select {
		case err := <-errs:
			if err == nil {
				return nil // ok: nil if closed
			}
			fmt.Println(err)
		case n := <-ticks:
			use(n)
		}
	}
}

// goodBounded has a fixed number of rounds.
func goodBounded() {
	a, b := make(chan int, 1), make(chan int, 1)
	go func() {
		a <- 1
		close(a)
	}()
	go func() {
		b <- 2
		close(b)
	}()
	for range 2 {
		select {
		case v := <-a: // ok: two rounds
			use(v)
		case v := <-b:
			use(v)
		}
	}
}

// goodState leaves the loop by its condition, which the case changes.
func goodState(events <-chan int) {
	done := make(chan struct{})
	go func() {
		use(1)
		close(done)
	}()
	running := true
	for running {
		select {
		case e := <-events:
			use(e)
		case <-done:
			running = false // ok: the last round
		}
	}
}

// goodRounds looks in each round whether the other one has come to its end.
func goodRounds(ctx context.Context, events <-chan int) {
	gone := make(chan struct{})
	go func() {
		use(1)
		close(gone)
	}()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case e := <-events:
			select {
			case <-gone: // ok: once for each event
			default:
				use(e)
			}
		case <-tick.C:
			select {
			case <-gone:
			default:
				use(0)
			}
		case <-ctx.Done():
			return
		}
	}
}
