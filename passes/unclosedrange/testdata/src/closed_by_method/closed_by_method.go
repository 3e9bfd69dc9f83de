// Package closed_by_method ranges over a channel in a field.
package closed_by_method

type feed struct {
	items chan int
}

func (f *feed) run() {
	for i := range 3 {
		f.items <- i
	}
}

func (f *feed) drain() int {
	sum := 0
	for v := range f.items { // want `range over channel f\.items never ends: nobody closes it`
		sum += v
	}
	return sum
}

func badFeed() int {
	f := &feed{items: make(chan int)}
	go f.run()
	return f.drain()
}

type stream struct {
	items chan int
}

func (s *stream) run() {
	defer s.finish()
	for i := range 3 {
		s.items <- i
	}
}

func (s *stream) finish() {
	close(s.items)
}

func goodStream() int {
	s := &stream{items: make(chan int)}
	go s.run()
	sum := 0
	for v := range s.items { // ok: the deferred method closes it
		sum += v
	}
	return sum
}

func goodClosure() int {
	ch := make(chan int, 2)
	finish := func() { close(ch) }
	ch <- 1
	ch <- 2
	finish()
	sum := 0
	for v := range ch { // ok: the closure has closed it
		sum += v
	}
	return sum
}
