// Package embedded_interface has errors that go through methods of interfaces which
// embed others: whoever returns one does not go on as if there were none.
package embedded_interface

import (
	"errors"
	"sync"
)

var errEmpty = errors.New("empty")

type encoder interface {
	encode() error
}

type body interface {
	encoder
	key() int
}

type message struct{ name string }

func (m *message) encode() error {
	if m.name == "" {
		return errEmpty
	}
	return nil
}

func (m *message) key() int { return len(m.name) }

type counted struct {
	mu sync.Mutex
	n  int
}

func (c *counted) encode() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == 0 {
		return errEmpty
	}
	return nil
}

func (c *counted) key() int { return c.n }

type request struct{ body body }

func (r *request) encode() error {
	if err := r.body.encode(); err != nil {
		return err
	}
	return nil
}

func encode(e encoder) error {
	if e == nil {
		return nil
	}
	if err := e.encode(); err != nil {
		return err
	}
	return nil
}

type promise struct{ done chan int }

type conn struct {
	responses chan *promise
}

func (c *conn) write(b body, p *promise) error {
	err := encode(&request{b})
	if err != nil {
		return err
	}
	c.responses <- p
	return nil
}

func (c *conn) send(b body) (*promise, error) {
	p := &promise{done: make(chan int)}
	if err := c.write(b, p); err != nil {
		return nil, err
	}
	return p, nil
}

func (c *conn) serve() {
	for p := range c.responses {
		p.done <- 1
	}
}

func (c *conn) roundTrip(b body) int {
	p, err := c.send(b)
	if err != nil {
		return 0
	}
	return <-p.done
}

func (c *conn) badRoundTrip(n int) int {
	p, err := c.send(&counted{n: n})
	if err != nil {
		p = &promise{done: make(chan int)}
	}
	return <-p.done // want `receive from p.done blocks forever`
}

func trips(c *conn, name string, n int) int {
	return c.roundTrip(&message{name}) + c.roundTrip(&counted{n: n})
}
