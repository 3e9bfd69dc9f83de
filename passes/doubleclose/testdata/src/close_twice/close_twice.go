// Package close_twice closes a channel again in the same goroutine.
package close_twice

func badTwice() {
	ch := make(chan int)
	close(ch)
	close(ch) // want `close of closed channel ch \(closed on line 6\)`
}

func badBranch(failed bool) {
	done := make(chan struct{})
	if failed {
		close(done)
	}
	close(done) // want `close of closed channel done \(closed on line 13\)`
}

func badLoop() {
	done := make(chan struct{})
	for range 3 {
		close(done) // want `close of closed channel done \(closed on line 21\)`
	}
}

func badSelect() {
	quit := make(chan struct{})
	close(quit)
	select {
	case <-quit:
		close(quit) // want `close of closed channel quit \(closed on line 27\)`
	default:
	}
}

func goodBranches(failed bool) {
	done := make(chan struct{})
	if failed {
		close(done)
	} else {
		close(done) // ok: the other branch
	}
}

func goodReturn(failed bool) {
	done := make(chan struct{})
	if failed {
		close(done)
		return
	}
	close(done) // ok: the branch that closed has returned
}

func goodLoop() {
	for range 3 {
		done := make(chan struct{})
		close(done) // ok: every round has a channel of its own
	}
}

func goodBreak() {
	done := make(chan struct{})
	for i := range 3 {
		if i == 1 {
			close(done) // ok: the loop ends here
			break
		}
	}
}

func goodElements() {
	chans := []chan int{make(chan int), make(chan int)}
	for _, ch := range chans {
		close(ch) // ok: the elements are different channels
	}
}

func goodNil() {
	done := make(chan struct{})
	close(done)
	done = nil
	if done != nil {
		close(done) // ok: not reached, the variable was set to nil
	}
}

func goodFlag(failed bool) {
	done := make(chan struct{})
	closed := false
	if failed {
		close(done)
		closed = true
	}
	if !closed {
		close(done) // ok: the flag says that it is open
	}
}

func goodAsked() {
	done := make(chan struct{})
	for range 2 {
		select {
		case <-done:
		default:
			close(done) // ok: no other goroutine, so still open
		}
	}
}

func goodRemade() {
	done := make(chan struct{})
	close(done)
	done = make(chan struct{})
	close(done) // ok: this is a new channel
}

type task struct{ done chan struct{} }

func (t *task) complete() {
	close(t.done) // want `close of closed channel t.done`
}

// badCaught completes it twice, and what is left of that is a line in a log.
func badCaught() {
	defer func() {
		if err := recover(); err != nil {
			println("panic")
		}
	}()
	t := &task{done: make(chan struct{})}
	t.complete()
	t.complete()
}

type mode struct{ early, late bool }

// goodModes closes it early or late, as it is told.
func goodModes(m mode, work func()) {
	done := make(chan struct{})
	if m.early {
		close(done)
	}
	work()
	if m.late {
		close(done) // ok: who tells does not tell both
	}
}

func badMode(m mode, work func()) {
	done := make(chan struct{})
	if m.early {
		close(done)
	}
	work()
	close(done) // want `close of closed channel done \(closed on line \d+\)`
}
