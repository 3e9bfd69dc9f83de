// Package made_by_goroutine has servers that make their channel when they are run.
package made_by_goroutine

import (
	"net"
	"net/http"
)

type proxy struct {
	listener net.Listener
	done     chan struct{}
}

func (p *proxy) run() error {
	p.done = make(chan struct{})
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return err
		}
		conn.Close()
	}
}

func (p *proxy) stop() {
	close(p.done) // want `close of nil channel p\.done panics \(made on line 15 by another goroutine\)`
}

func badAtOnce(l net.Listener) {
	p := proxy{listener: l}
	go p.run()
	p.stop()
}

type server struct {
	listener net.Listener
	done     chan struct{}
}

func (s *server) run() error {
	s.done = make(chan struct{})
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return err
		}
		conn.Close()
	}
}

func (s *server) stop() {
	s.listener.Close()
	close(s.done) // ok: the answer has come from the goroutine
}

func goodAsked(l net.Listener) error {
	s := server{listener: l}
	go s.run()
	defer s.stop()
	res, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		return err
	}
	return res.Body.Close()
}
