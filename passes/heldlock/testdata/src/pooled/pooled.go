// Package pooled keeps connections that another package makes.
package pooled

import (
	"context"
	"dialing"
	"errors"
	"net"
	"sync"
)

type conn struct {
	net.Conn
	id   int
	pool *Pool
}

func (c *conn) Close() error {
	if err := c.Conn.Close(); err != nil {
		return err
	}
	c.pool.closed(c.id)
	return nil
}

type Pool struct {
	mu    sync.Mutex
	conns map[int]*conn
	next  int
	over  bool
}

func (p *Pool) closed(id int) {
	p.mu.Lock() // want `p.mu.Lock blocks forever: this goroutine already holds p.mu, locked on line \d+`
	defer p.mu.Unlock()
	delete(p.conns, id)
}

func (p *Pool) BadDial(ctx context.Context, first, second []string) (net.Conn, error) {
	c, err := dialing.DialBoth(ctx, first, second)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	n := &conn{Conn: c, id: p.next, pool: p}
	if p.over {
		n.Close()
		return nil, errors.New("the pool is closed")
	}
	p.conns[n.id] = n
	return n, nil
}

func (p *Pool) GoodDial(ctx context.Context, first, second []string) (net.Conn, error) {
	c, err := dialing.DialBoth(ctx, first, second)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.next++
	n := &conn{Conn: c, id: p.next, pool: p}
	if p.over {
		p.mu.Unlock()
		n.Close() // ok: released before
		return nil, errors.New("the pool is closed")
	}
	p.conns[n.id] = n
	p.mu.Unlock()
	return n, nil
}
