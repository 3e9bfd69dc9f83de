// Package given_nil has channels that callers may leave out. What it does without
// one is between them.
package given_nil

import "os"

type subscription struct {
	messages chan int
	closed   bool
	max      int
}

func subscribe(max int) *subscription { return &subscription{messages: make(chan int, 8), max: max} }

func (s *subscription) check() bool {
	if s.messages == nil {
		if s.max > 0 {
			return false
		} else if s.closed {
			return false
		}
	}
	return true
}

func (s *subscription) next() int {
	if !s.check() {
		return 0
	}
	messages := s.messages
	select {
	case n := <-messages:
		return n
	default:
	}
	return <-messages // ok: check knows when there is none
}

func send(ch chan int, n int) {
	if ch == nil {
		n++
	}
	ch <- n
}

func stop(ch chan int, force bool) {
	if ch == nil && !force {
		return
	}
	close(ch)
}

func own(n int) {
	var ch chan int
	if ch == nil {
		n++
	}
	ch <- n // want `send on nil channel ch blocks forever \(never made\)`
}

// positive returns what comes from in and is positive; nothing if there is no in.
func positive(in <-chan int) <-chan int {
	if in == nil {
		return nil
	}
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			if v > 0 {
				out <- v
			}
		}
	}()
	return out
}

// Sum gets as much of a channel as its callers give it.
func Sum(in <-chan int) int {
	n := 0
	for v := range positive(in) { // ok: it waits like a range over in itself
		n += v
	}
	return n
}

func badPositive(ok bool) int {
	var in chan int
	if ok {
		in = make(chan int)
		close(in)
	}
	return <-positive(in) // want `receive from nil channel positive\(in\) blocks forever`
}

type notifier struct{ peers []int }

// current is set when the program starts.
var current *notifier

func setUp(peers []int) { current = &notifier{peers} }

func (n *notifier) events() <-chan int {
	if n == nil {
		return nil
	}
	out := make(chan int)
	go func() {
		defer close(out)
		for _, p := range n.peers {
			out <- p
		}
	}()
	return out
}

// Collect is called once all is set up.
func Collect(each func(int)) {
	for p := range current.events() { // ok: whoever calls it knows
		each(p)
	}
}

func badEvents(each func(int)) {
	var n *notifier
	for p := range n.events() { // want `range over nil channel n.events\(\) blocks forever`
		each(p)
	}
}

func open(name string) (<-chan int, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	out := make(chan int)
	go func() {
		defer close(out)
		n, _ := f.Read(nil)
		out <- n
	}()
	return out, nil
}

func badOpen(name string, each func(int)) {
	ch, _ := open(name)
	for n := range ch { // want `range over nil channel ch blocks forever`
		each(n)
	}
}
