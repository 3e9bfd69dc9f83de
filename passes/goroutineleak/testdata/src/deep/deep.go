// Package deep has functions that are far from where it begins, behind others with so many
// ways that not all is followed.
package deep

import "sync"

type pool struct {
	mu                                     sync.Mutex
	done                                   chan struct{}
	b0, b1, b2, b3, b4, b5, b6, b7, b8, b9 bool
	is                                     func(int) bool
	open                                   func() error
}

// Connect leads to all of it.
func Connect(is func(int) bool, open func() error, n int) (*pool, error) {
	p := &pool{is: is, open: open}
	if err := p.start(n); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *pool) start(n int) error { return p.prepare(n) }

func (p *pool) prepare(n int) error {
	p.configure()
	return p.fill(n)
}

// configure has a thousand ways.
func (p *pool) configure() {
	if p.b0 = p.is(0); p.b0 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b1 = p.is(1); p.b1 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b2 = p.is(2); p.b2 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b3 = p.is(3); p.b3 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b4 = p.is(4); p.b4 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b5 = p.is(5); p.b5 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b6 = p.is(6); p.b6 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b7 = p.is(7); p.b7 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b8 = p.is(8); p.b8 {
		p.mu.Lock()
		p.mu.Unlock()
	}
	if p.b9 = p.is(9); p.b9 {
		p.mu.Lock()
		p.mu.Unlock()
	}
}

func (p *pool) fill(n int) error {
	errs := make(chan error)
	for range n {
		go func() {
			errs <- p.open() // want `goroutine blocks forever sending to errs`
		}()
	}
	for range n {
		if err := <-errs; err != nil && p.b0 && p.b1 && p.b2 && p.b3 && p.b4 && p.b5 && p.b6 && p.b7 && p.b8 && p.b9 {
			return err
		}
	}
	return nil
}
