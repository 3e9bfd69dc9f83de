// Package norace has functions that the race detector is told to leave alone.
package norace

type poller struct {
	stopped bool
	rounds  int
}

// run polls until it is stopped, soon or a little later.
//
//go:norace
func (p *poller) run() {
	for !p.stopped {
		p.rounds++
	}
}

func goodPoll() *poller {
	p := new(poller)
	go p.run()
	p.stopped = true // ok: run does not mind
	return p
}

//go:norace
func goodLiteral() int {
	n := 0
	go func() { n++ }() // ok: in such a function
	return n
}

type counter struct {
	stopped bool
	rounds  int
}

// run is not left alone: the directive begins with a space.
//
// go:norace
func (c *counter) run() {
	for !c.stopped {
		c.rounds++
	}
}

func badPoll() *counter {
	c := new(counter)
	go c.run()
	c.stopped = true // want `variable c.stopped is written here and read on line 41 by another goroutine without synchronisation`
	return c
}
