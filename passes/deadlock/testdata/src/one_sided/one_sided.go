// Package one_sided has channel fields that all of the package's code uses from the
// same side.
package one_sided

// badSink sends where nothing receives.
type badSink struct{ items chan int }

func newBadSink() *badSink { return &badSink{items: make(chan int)} }

func (s *badSink) Put(v int) {
	s.items <- v // want `send to s.items blocks forever \(nobody receives from it\)`
}

// badAnswer waits for what nothing sends.
type badAnswer struct {
	ask    chan string
	answer chan string
}

func newBadAnswer() *badAnswer {
	return &badAnswer{ask: make(chan string, 1), answer: make(chan string)}
}

func (a *badAnswer) Ask(q string) string {
	a.ask <- q
	return <-a.answer // want `receive from a.answer blocks forever \(nobody sends to it or closes it\)`
}

func (a *badAnswer) next() string { return <-a.ask }

// goodSink hands its channel out for receiving.
type goodSink struct{ items chan int }

func newGoodSink() *goodSink { return &goodSink{items: make(chan int)} }

func (s *goodSink) Items() <-chan int { return s.items }

func (s *goodSink) Put(v int) {
	s.items <- v // ok: for whoever asked for the items
}

// goodSignal remembers one item.
type goodSignal struct{ items chan int }

func newGoodSignal() *goodSignal { return &goodSignal{items: make(chan int, 1)} }

func (s *goodSignal) Put(v int) {
	s.items <- v // ok: there is room for it
}

// goodStop is told to stop by those who have the channel itself.
type goodStop struct{ stop chan bool }

func newGoodStop(register func(chan bool)) *goodStop {
	s := &goodStop{stop: make(chan bool)}
	register(s.stop)
	return s
}

func (s *goodStop) Wait() {
	<-s.stop // ok: register knows the channel
}

// goodGiven gets its channel from a caller.
type goodGiven struct{ items chan int }

func newGoodGiven(items chan int) *goodGiven {
	if items == nil {
		items = make(chan int)
	}
	return &goodGiven{items: items}
}

func (s *goodGiven) Put(v int) {
	s.items <- v // ok: the caller may receive
}

// goodPolled never waits on the channel alone.
type goodPolled struct{ quit, items chan int }

func newGoodPolled() *goodPolled {
	return &goodPolled{quit: make(chan int), items: make(chan int)}
}

func (p *goodPolled) Get() int {
	select {
	case <-p.quit: // ok: there are the items
		return 0
	case v := <-p.items:
		return v
	}
}

func (p *goodPolled) Put(v int) { p.items <- v }

// goodCopied is converted to a type of which others have the fields.
type goodCopied struct{ items chan int }

type view struct{ items chan int }

func newGoodCopied(show func(view)) *goodCopied {
	c := &goodCopied{items: make(chan int)}
	show(view(*c))
	return c
}

func (c *goodCopied) Put(v int) {
	c.items <- v // ok: show may know a way to the items
}
