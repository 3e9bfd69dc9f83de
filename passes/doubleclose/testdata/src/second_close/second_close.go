// Package second_close has channels that are closed twice.
package second_close

func use(int) {}

func badTwice() {
	done := make(chan struct{})
	close(done)
	use(1)
	close(done) // want `close of closed channel done`
}

func badDefer(values []int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch) // want `close of closed channel ch`
		for _, v := range values {
			ch <- v
		}
		close(ch)
	}()
	use(<-ch)
	for v := range ch {
		use(v)
	}
	return nil
}

// badWorkBetween does something after its close and before the deferred one.
func badWorkBetween() {
	done := make(chan struct{})
	defer close(done) // want `close of closed channel done`
	close(done)       // no fix: others may wait for it
	use(1)
}

// badMaybe may be closed before.
func badMaybe(early bool) {
	done := make(chan struct{})
	if early {
		close(done)
	}
	use(1)
	// No fix: without it, it may not be closed at all.
	close(done) // want `close of closed channel done`
}

func stop(done chan struct{}) { close(done) }

func badHelper() {
	done := make(chan struct{})
	stop(done)
	// No fix: the helper is not looked at.
	close(done) // want `close of closed channel done`
}

func badLoops() {
	done := make(chan struct{})
	for range 2 {
		close(done)
		// No fix: the first one is the second one in the next round.
		close(done) // want `close of closed channel done`
	}
}

func badLoop() {
	done := make(chan struct{})
	for range 2 {
		// No fix: there is no second one.
		close(done) // want `close of closed channel done`
	}
}

func goodOnce() {
	done := make(chan struct{})
	close(done) // ok: once
}
