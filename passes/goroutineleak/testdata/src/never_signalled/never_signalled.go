// Package never_signalled has goroutines that wait for a sync.Cond.
package never_signalled

import "sync"

func use(int) {}

func badOneSignal() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	for range 2 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			for !ready {
				cond.Wait() // want `goroutine blocks forever in cond\.Wait \(nobody signals it\)`
			}
			use(1)
		}()
	}
	mu.Lock()
	ready = true
	mu.Unlock()
	cond.Signal()
}

func badOnePath(failed bool) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		defer mu.Unlock()
		for !ready {
			cond.Wait() // want `goroutine blocks forever in cond\.Wait`
		}
	}()
	if failed {
		return
	}
	mu.Lock()
	ready = true
	cond.Signal()
	mu.Unlock()
}

type gate struct {
	mu     sync.Mutex
	cond   *sync.Cond
	open   bool
	closed bool
}

func newGate() *gate {
	g := &gate{}
	g.cond = sync.NewCond(&g.mu)
	return g
}

func (g *gate) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for !g.open {
		g.cond.Wait()
	}
}

func (g *gate) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = true
	g.cond.Broadcast()
}

func badStaysClosed() {
	g := newGate()
	go func() {
		g.pass() // want `goroutine blocks forever in g\.cond\.Wait on line 65 \(nobody signals it\)`
		use(1)
	}()
}

func goodReleased() {
	g := newGate()
	for range 2 {
		go func() {
			g.pass() // ok: open or woken
			use(1)
		}()
	}
	g.release()
}

func goodOnePath(failed bool) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		defer mu.Unlock()
		for !ready {
			cond.Wait() // ok: signalled on every path
		}
	}()
	defer func() {
		mu.Lock()
		defer mu.Unlock()
		ready = true
		cond.Signal()
	}()
	if failed {
		return
	}
	use(1)
}

func goodRelay() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	for range 2 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			for !ready {
				cond.Wait() // ok: each one wakes the next
			}
			cond.Signal()
		}()
	}
	mu.Lock()
	ready = true
	mu.Unlock()
	cond.Signal()
}

// A goodConn has streams that others remove.
type goodConn struct {
	cond    *sync.Cond
	streams map[int]int
}

func (c *goodConn) Close() { go c.shutdown() }

func (c *goodConn) shutdown() {
	done := make(chan bool)
	go func() {
		c.cond.L.Lock()
		for len(c.streams) > 0 {
			c.cond.Wait() // ok: Remove signals it
		}
		c.cond.L.Unlock()
		close(done)
	}()
	<-done // ok
}

func (c *goodConn) Remove(n int) {
	c.cond.L.Lock()
	delete(c.streams, n)
	c.cond.Broadcast()
	c.cond.L.Unlock()
}
