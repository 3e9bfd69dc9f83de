// Package fake has a connection for tests.
package fake

import "third/conn"

type Conn struct{ connected chan struct{} }

func New() *Conn { return &Conn{make(chan struct{})} }

func (c *Conn) Connect() { close(c.connected) }

func (c *Conn) Update() { <-c.connected }

// Factory makes connections.
type Factory struct{ Made chan *Conn }

func (f *Factory) Make() (conn.Conn, error) {
	c := New()
	select {
	case f.Made <- c:
	default:
	}
	return c, nil
}
