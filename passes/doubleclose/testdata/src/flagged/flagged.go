// Package flagged closes channels once, by the atomic variables of another package.
package flagged

import "flags"

type goodSwapped struct {
	closed flags.Flag
	done   chan struct{}
}

func (s *goodSwapped) Close() {
	if s.closed.Swap(true) {
		return
	}
	close(s.done) // ok: Swap is false once
}

func goodSwap() {
	s := &goodSwapped{done: make(chan struct{})}
	go s.Close()
	s.Close()
	<-s.done
}

type goodCompared struct {
	closed flags.Flag
	done   chan struct{}
}

func newGoodCompared() *goodCompared { return &goodCompared{done: make(chan struct{})} }

func (c *goodCompared) Start() { go c.loop() }

func (c *goodCompared) loop() {
	defer c.Close()
	<-c.done
}

func (c *goodCompared) Close() {
	if !c.closed.CAS(false, true) {
		return
	}
	go func() { close(c.done) }() // ok: CAS is true once
}

type counted struct {
	left flags.Counter
	done chan struct{}
}

func (c *counted) leave() {
	if c.left.Dec() == 0 {
		close(c.done)
	}
}

func goodCount() {
	c := &counted{done: make(chan struct{})}
	c.left.Set(2)
	go c.leave()
	go c.leave()
	<-c.done
}

type badCounted struct {
	left flags.Counter
	done chan struct{}
}

func (c *badCounted) leave() {
	if c.left.Dec() <= 0 {
		close(c.done) // want `close of channel c.done that may already be closed|close of channel c.done that another goroutine can close first|close of closed channel c.done`
	}
}

func badCount() {
	c := &badCounted{done: make(chan struct{})}
	c.left.Set(1)
	go c.leave()
	c.leave()
}
