// Package wait_field closes channels after the goroutines that a wait group in the
// object counts.
package wait_field

import (
	"net"
	"sync"
)

type listener struct{ conns chan net.Conn }

type mux struct {
	ln        net.Listener
	listeners map[byte]*listener
	wg        sync.WaitGroup
}

// serve adds, the goroutines count down, nobody else does.
func (m *mux) serve() error {
	for {
		conn, err := m.ln.Accept()
		if err != nil {
			m.wg.Wait()
			for _, l := range m.listeners {
				close(l.conns)
			}
			return err
		}
		m.wg.Add(1)
		go m.handle(conn)
	}
}

func (m *mux) handle(conn net.Conn) {
	defer m.wg.Done()
	var kind [1]byte
	if _, err := conn.Read(kind[:]); err != nil {
		conn.Close()
		return
	}
	m.listeners[kind[0]].conns <- conn
}

type hasty struct {
	ln        net.Listener
	listeners map[byte]*listener
	wg        sync.WaitGroup
}

// serve waits for nobody: what handle counts down is not what it adds to.
func (h *hasty) serve() error {
	for {
		conn, err := h.ln.Accept()
		if err != nil {
			for _, l := range h.listeners {
				close(l.conns)
			}
			h.wg.Wait()
			return err
		}
		h.wg.Add(1)
		go h.handle(conn)
	}
}

func (h *hasty) handle(conn net.Conn) {
	defer h.wg.Done()
	var kind [1]byte
	if _, err := conn.Read(kind[:]); err != nil {
		conn.Close()
		return
	}
	h.listeners[kind[0]].conns <- conn // want `send on channel h.listeners\[kind\[0\]\].conns that another goroutine can close first \(closed on line 56\)`
}
