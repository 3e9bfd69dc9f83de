// Package listeners has goroutines that accept connections until their listener
// is closed.
package listeners

import "net"

func use(any) {}

// goodClosed closes the listener, which ends the loop.
func goodClosed() error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := ln.Accept()
			if err != nil {
				return // ok: Accept fails when the listener is closed
			}
			use(conn)
		}
	}()
	ln.Close()
	<-done
	return nil
}

// goodAccepted receives what the goroutine accepts: Accept does not fail while
// the listener is open.
func goodAccepted(dial func(net.Addr) error) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ln.Close()
	accepted := make(chan net.Conn)
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		accepted <- conn
	}()
	if err := dial(ln.Addr()); err != nil {
		panic(err)
	}
	use(<-accepted)
	return nil
}

// badClosed sends what is accepted, also when nobody listens to it any more.
func badClosed(failed bool) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	conns := make(chan net.Conn)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			conns <- conn // want `goroutine blocks forever sending to conns`
		}
	}()
	if failed {
		return ln.Close()
	}
	use(<-conns)
	return ln.Close()
}
