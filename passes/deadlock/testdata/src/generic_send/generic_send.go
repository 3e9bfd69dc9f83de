// Package generic_send hands requests over by generic functions, of this package and of
// another one.
package generic_send

import "chans"

func send[T any](ch chan<- T, v T, done <-chan struct{}) bool {
	select {
	case ch <- v:
		return true
	case <-done:
		return false
	}
}

type request struct{ answer chan int }

type server struct {
	requests chan request
	done     chan struct{}
}

func (s *server) run() {
	n := 0
	for {
		select {
		case r := <-s.requests:
			n++
			r.answer <- n
		case <-s.done:
			return
		}
	}
}

func (s *server) goodAsk() int {
	r := request{make(chan int)}
	if !send(s.requests, r, s.done) {
		return 0
	}
	return <-r.answer // ok: whoever gets the request answers
}

func (s *server) goodAskElsewhere() int {
	r := request{make(chan int)}
	if !chans.Send(s.requests, r, s.done) {
		return 0
	}
	return <-r.answer // ok
}

func (s *server) goodAskAll() int {
	r := request{make(chan int)}
	chans.SendAll(s.requests, r, r)
	return <-r.answer // ok
}

func (s *server) badAsk() int {
	r, other := request{make(chan int)}, request{make(chan int)}
	if !send(s.requests, other, s.done) {
		return 0
	}
	return <-r.answer // want `receive from r.answer blocks forever`
}
