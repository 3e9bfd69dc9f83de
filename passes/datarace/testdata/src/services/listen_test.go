package services

import (
	"net"
	"testing"
	"time"
)

type listening struct {
	ln net.Listener
	up bool
}

// run fails if another one listens at the address.
func (l *listening) run(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	l.ln = ln // ok: only one of the two gets there
	return nil
}

func (l *listening) start() error {
	l.up = true // want `variable l\.up is written here and written on line 25 by another goroutine`
	return l.run("localhost:8888")
}

func TestGoodRunTwice(t *testing.T) {
	l := &listening{}
	go l.run("localhost:8888")
	go l.run("localhost:8888")
	time.Sleep(time.Second)
}

func TestBadRunTwice(t *testing.T) {
	l := &listening{}
	go l.start()
	go l.start()
	time.Sleep(time.Second)
}
