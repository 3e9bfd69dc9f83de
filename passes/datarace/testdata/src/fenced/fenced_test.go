package fenced

import (
	"net"
	"testing"
)

type client struct{ conn net.Conn }

func (c *client) connect(opts []byte) error {
	_, err := c.conn.Write(opts)
	return err
}

// What a subtest reads from the other end was written after the variable was read.
func TestGoodPipe(t *testing.T) {
	opts := []byte("first")
	t.Run("first", func(t *testing.T) {
		here, there := net.Pipe()
		c := &client{there}
		go func() {
			c.connect(opts) // ok: the end of this is read below
		}()
		got := make([]byte, 100)
		if _, err := here.Read(got); err != nil {
			t.Fatal(err)
		}
	})
	opts = []byte("second")
	t.Log(opts)
}

func TestBadPipe(t *testing.T) {
	opts := []byte("first")
	t.Run("first", func(t *testing.T) {
		_, there := net.Pipe()
		c := &client{there}
		go func() {
			c.connect(opts)
		}()
	})
	opts = []byte("second") // want `variable opts is written here and read on line \d+ by another goroutine`
	t.Log(opts)
}
