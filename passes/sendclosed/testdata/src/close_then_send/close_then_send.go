// Package close_then_send closes a channel and sends on it in one goroutine.
package close_then_send

import "fmt"

func badSend() {
	ch := make(chan int, 2)
	ch <- 1
	close(ch)
	ch <- 2 // want `send on closed channel ch \(closed on line 9\)`
}

func badReader() {
	ch := make(chan int)
	go func() {
		for v := range ch {
			fmt.Println(v)
		}
	}()
	ch <- 1
	close(ch)
	ch <- 2 // want `send on closed channel ch \(closed on line 21\)`
}

func badBranch(failed bool) <-chan error {
	errc := make(chan error, 1)
	if failed {
		close(errc)
	}
	errc <- nil // want `send on closed channel errc \(closed on line 28\)`
	return errc
}

func badLoop() {
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i // want `send on closed channel ch \(closed on line 39\)`
		if i == 1 {
			close(ch)
		}
	}
}

func badSelect() {
	ch := make(chan int, 1)
	close(ch)
	select {
	case ch <- 1: // want `send on closed channel ch \(closed on line 46\)`
	default: // a closed channel does not select the default
	}
}

func badAlias() {
	ch := make(chan int, 1)
	var out chan<- int = ch
	close(ch)
	out <- 1 // want `send on closed channel out \(closed on line 56\)`
}

func goodSend() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	close(ch) // ok: nothing is sent afterwards
	for v := range ch {
		fmt.Println(v)
	}
}

func goodBranch(failed bool) <-chan error {
	errc := make(chan error, 1)
	if failed {
		close(errc)
		return errc
	}
	errc <- nil // ok: the branch that closes has returned
	return errc
}

func goodReplaced() int {
	ch := make(chan int, 1)
	close(ch)
	ch = make(chan int, 1)
	ch <- 1 // ok: this is a new channel
	return <-ch
}

func goodLoop() {
	for i := range 3 {
		ch := make(chan int, 1)
		ch <- i // ok: every round has a channel of its own
		close(ch)
	}
}

func goodLast() {
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i // ok: the channel is closed in the last round
		if i == 2 {
			close(ch)
		}
	}
}

func goodReceive() (int, bool) {
	ch := make(chan int, 1)
	close(ch)
	v, ok := <-ch // ok: a closed channel can be received from
	return v, ok
}
