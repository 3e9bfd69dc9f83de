package select_loop

import (
	"context"
	"sync"
)

// A conn closes itself when the context of a request ends.
type conn struct {
	closed  chan struct{}
	written chan struct{}
	once    sync.Once
}

func (c *conn) close() { c.once.Do(func() { close(c.closed) }) }

func (c *conn) goodUntilClosed(ctx context.Context, replies <-chan int) int {
	for {
		select {
		case r := <-replies:
			return r
		case <-ctx.Done():
			c.close()
		case <-c.closed: // ok: the last round, whatever it waits for
			<-c.written
			return 0
		}
	}
}
