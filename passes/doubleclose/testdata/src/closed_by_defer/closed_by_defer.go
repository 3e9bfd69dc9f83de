// Package closed_by_defer closes with defer what was closed before.
package closed_by_defer

import "errors"

var errFailed = errors.New("failed")

func badDefer(fail bool) error {
	out := make(chan int, 1)
	defer close(out) // want `close of closed channel out \(closed on line 12\)`
	if fail {
		close(out)
		return errFailed
	}
	out <- 1
	return nil
}

func badTwoDefers() {
	done := make(chan struct{})
	defer close(done) // want `close of closed channel done \(closed on line 22\)`
	defer close(done)
}

func badDeferInLoop() {
	done := make(chan struct{})
	for range 2 {
		defer close(done) // want `close of closed channel done \(closed on line 28\)`
	}
}

func badDeferredClosure() {
	done := make(chan struct{})
	defer func() {
		close(done) // want `close of closed channel done \(closed on line 37\)`
	}()
	close(done)
}

func badProducer() int {
	out := make(chan int)
	go func() {
		defer close(out) // want `close of closed channel out \(closed on line 47\)`
		for i := range 3 {
			out <- i
		}
		close(out)
	}()
	sum := 0
	for v := range out {
		sum += v
	}
	return sum
}

func goodDefer(fail bool) error {
	out := make(chan int, 1)
	defer close(out) // ok: closed here only
	if fail {
		return errFailed
	}
	out <- 1
	return nil
}

func goodDeferNil(fail bool) {
	done := make(chan struct{})
	defer func() {
		if done != nil {
			close(done) // ok: nil if closed before
		}
	}()
	if fail {
		close(done)
		done = nil
	}
}

func goodDeferFlag(fail bool) {
	done := make(chan struct{})
	closed := false
	defer func() {
		if !closed {
			close(done) // ok: the flag says that it is open
		}
	}()
	if fail {
		close(done)
		closed = true
	}
}

func goodLateDefer(fail bool) {
	done := make(chan struct{})
	if fail {
		close(done)
		return
	}
	defer close(done) // ok: the branch that closed has returned
}

func goodEarlyValue() {
	done := make(chan struct{})
	defer close(done) // ok: the channel of the line above, not the later one
	done = make(chan struct{})
	close(done)
}
