// Package guards holds locks of another package.
package guards

import (
	"io"
	"sync"

	"guards/obs"
)

type conn struct {
	w       io.Writer
	writeMu *obs.Mutex
	mu      sync.Mutex
}

func (c *conn) send(b []byte) error {
	hold := c.writeMu.Lock("send")
	defer hold.Unlock()
	_, err := c.w.Write(b)
	return err
}

func goodHold(w io.Writer) error {
	c := &conn{w: w, writeMu: obs.New("write", nil)}
	hold := c.writeMu.Lock("hold")
	errs := make(chan error, 1)
	go func() { errs <- c.send(nil) }()
	hold.Unlock()
	return <-errs // ok: the guard releases it
}

func (c *conn) sendLocked(b []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.w.Write(b)
	return err
}

func badHold(w io.Writer) error {
	c := &conn{w: w}
	c.mu.Lock()
	defer c.mu.Unlock()
	errs := make(chan error, 1)
	go func() { errs <- c.sendLocked(nil) }()
	return <-errs // want `receive from errs blocks forever`
}
