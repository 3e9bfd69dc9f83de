package through_helpers

import "sync"

type conn struct {
	handshake sync.Mutex
	in        sync.Mutex
	blocked   chan struct{}
}

func (c *conn) Handshake() {
	c.handshake.Lock()
	defer c.handshake.Unlock()
	c.in.Lock() // ok: whoever waits has given up the other one
	defer c.in.Unlock()
	close(c.blocked)
}

// wait drops the lock of its callers meanwhile.
func (c *conn) wait() {
	c.handshake.Unlock()
	defer c.handshake.Lock()
	c.blocked <- struct{}{}
}

func (c *conn) Read(post func() bool) {
	c.in.Lock()
	defer c.in.Unlock()
	if post() {
		c.wait()
	}
}
