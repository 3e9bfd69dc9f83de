package stand_ins

import (
	"errors"
	"testing"
)

type sender struct {
	dial func() (conn, error)
	jobs chan job
}

type conn interface{ write(string) error }

type job struct {
	lines <-chan string
	done  func()
}

func (s *sender) run() {
	c, err := s.dial()
	if err != nil {
		return
	}
	j := <-s.jobs
	for line := range j.lines { // want `range over channel j.lines never ends`
		if c.write(line) != nil {
			break
		}
	}
	j.done()
}

// A poller is like a sender.
type poller struct {
	dial func() (conn, error)
	jobs chan job
}

func (p *poller) run() {
	c, err := p.dial()
	if err != nil {
		return
	}
	j := <-p.jobs
	for line := range j.lines { // ok: no test gets there without a connection
		if c.write(line) != nil {
			break
		}
	}
	j.done()
}

type nowhere struct{}

func (nowhere) write(string) error { return nil }

func TestBadConnected(t *testing.T) {
	s := &sender{dial: func() (conn, error) { return nowhere{}, nil }, jobs: make(chan job)}
	go s.run()
	s.jobs <- job{lines: make(chan string), done: func() {}}
}

func TestGoodNotConnected(t *testing.T) {
	p := &poller{dial: func() (conn, error) { return nil, errors.New("not wanted") }, jobs: make(chan job, 1)}
	go p.run()
	p.jobs <- job{lines: make(chan string), done: func() {}}
}
