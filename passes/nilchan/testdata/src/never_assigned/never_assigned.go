// Package never_assigned uses channel variables that nobody made.
package never_assigned

import "errors"

func compute(n int) int { return n * n }

func badReceive() int {
	var ch chan int
	return <-ch // want `receive from nil channel ch blocks forever`
}

func badSend() {
	var ch chan int
	ch <- 1 // want `send on nil channel ch blocks forever`
}

func badRange() int {
	var ch chan int
	sum := 0
	for v := range ch { // want `range over nil channel ch blocks forever`
		sum += v
	}
	return sum
}

func badGoroutine() {
	var results chan int
	go func() {
		results <- compute(2) // want `send on nil channel results blocks forever`
	}()
}

func badBranch(buffered bool) {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	}
	ch <- 1 // want `send on nil channel ch blocks forever`
}

func emit(out chan<- int) {
	out <- compute(3) // want `send on nil channel out blocks forever`
}

func badHelper() {
	var ch chan int
	go emit(ch)
}

var errClosed = errors.New("closed")

func open(ok bool) (chan int, error) {
	if !ok {
		return nil, errClosed
	}
	return make(chan int, 1), nil
}

func badIgnoredError(ok bool) {
	ch, _ := open(ok)
	ch <- 1 // want `send on nil channel ch blocks forever`
}

func badSetToNil() int {
	ch := make(chan int, 1)
	ch <- 1
	ch = nil
	return <-ch // want `receive from nil channel ch blocks forever`
}

func badDeferred() {
	var done chan struct{}
	defer func() {
		<-done // want `receive from nil channel done blocks forever`
	}()
}

func goodMade() int {
	var ch chan int
	ch = make(chan int, 1)
	ch <- 1 // ok: made before use
	return <-ch
}

func goodMadeInBranches(buffered bool) int {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	} else {
		ch = make(chan int)
	}
	go func() {
		ch <- compute(2) // ok: both branches make it
	}()
	return <-ch
}

func goodSameCondition(buffered bool) {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	}
	if buffered {
		ch <- 1 // ok: made under the same condition
	}
}

func goodCheckedError(ok bool) error {
	ch, err := open(ok)
	if err != nil {
		return err
	}
	ch <- 1 // ok: made if there is no error
	return nil
}

func goodCheckedNil(buffered bool) {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	}
	if ch != nil {
		ch <- 1 // ok: compared with nil
	}
}

func goodParameter(ch chan int) int {
	return <-ch // ok: the caller's channel
}

func goodClosureAssigns() int {
	var ch chan int
	setup := func() {
		ch = make(chan int, 1)
	}
	setup()
	ch <- 1 // ok: the closure has made it
	return <-ch
}

// A literal nil channel is another way to write select {}.
func goodForEver() {
	<-(chan string)(nil)
}

func goodForever(run func() error) {
	if err := run(); err != nil {
		return
	}
	<-(chan struct{})(nil) // ok: it says so
}
