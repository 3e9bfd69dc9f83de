// Package given_nil has channels that callers may leave out. What it does without
// one is between them.
package given_nil

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
