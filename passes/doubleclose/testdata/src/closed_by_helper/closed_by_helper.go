// Package closed_by_helper closes through functions of the package.
package closed_by_helper

func shutdown(ch chan struct{}) {
	close(ch)
}

func badHelperThenClose() {
	done := make(chan struct{})
	shutdown(done)
	close(done) // want `close of closed channel done \(closed on line 5\)`
}

func stop(done chan struct{}) {
	close(done) // want `close of closed channel done \(closed on line 15\)`
}

func badHelperTwice() {
	quit := make(chan struct{})
	stop(quit)
	stop(quit)
}

func badCancelFunc(fail bool) {
	done := make(chan struct{})
	cancel := func() {
		close(done) // want `close of closed channel done \(closed on line 27\)`
	}
	defer cancel()
	if fail {
		cancel()
	}
}

func pair() (chan struct{}, func()) {
	ch := make(chan struct{})
	return ch, func() {
		close(ch)
	}
}

func badReturnedFunc() {
	done, cancel := pair()
	cancel()
	close(done) // want `close of closed channel done \(closed on line 38\)`
}

func goodHelper() {
	done := make(chan struct{})
	shutdown(done) // ok: closed once
	<-done
}

func goodTwoChannels() {
	a := make(chan struct{})
	b := make(chan struct{})
	shutdown(a)
	shutdown(b) // ok: another channel
}

func goodReturnedFunc() {
	done, cancel := pair()
	defer cancel() // ok: called once
	select {
	case <-done:
	default:
	}
}

func reset(ch *chan struct{}) {
	if *ch != nil {
		close(*ch)
		*ch = nil
	}
}

func goodReset() {
	done := make(chan struct{})
	reset(&done)
	reset(&done) // ok: the first call has set the variable to nil
}
