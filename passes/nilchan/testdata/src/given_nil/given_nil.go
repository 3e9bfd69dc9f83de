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
