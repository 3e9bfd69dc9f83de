// Package test_functions is tested: its tests have goroutines and subtests.
package test_functions

import "testing"

var source Source

// A Source has values.
type Source interface{ Values() <-chan int }

func use(int) {}

type server struct {
	jobs chan int
	done chan struct{}
}

func start() *server {
	s := &server{jobs: make(chan int), done: make(chan struct{})}
	go s.run()
	return s
}

func (s *server) run() {
	defer close(s.done)
	for j := range s.jobs {
		use(j)
	}
}

func (s *server) stop() {
	close(s.jobs)
	<-s.done
}

func goodHelper(t *testing.T) *server {
	t.Helper()
	s := start()
	t.Cleanup(s.stop) // ok: stopped when the test ends
	return s
}

func goodHelperOfAll(tb testing.TB) *server {
	tb.Helper()
	s := start()
	tb.Cleanup(func() {
		close(s.jobs)
		<-s.done // ok: closed by run
	})
	return s
}

func badFirstValue() {
	received := make(chan struct{})
	go func() {
		first := true
		for range source.Values() {
			if first {
				close(received)
			}
			first = false
		}
	}()
	<-received // want `receive from received blocks forever`
}

// A relay answers requests until its source has no more values.
type relay struct {
	source   Source
	requests chan chan int
}

func newRelay(source Source) *relay {
	r := &relay{source: source, requests: make(chan chan int)}
	go r.run()
	return r
}

func (r *relay) run() {
	for {
		select {
		case request := <-r.requests:
			request <- 1
		case _, ok := <-r.source.Values():
			if !ok {
				return
			}
		}
	}
}

func (r *relay) ask() int {
	answer := make(chan int, 1)
	r.requests <- answer
	return <-answer
}
