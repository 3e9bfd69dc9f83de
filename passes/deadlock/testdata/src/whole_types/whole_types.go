package whole_types

import (
	"context"
	"sync"
	"time"
)

// badPool waits for its goroutine with the lock that this needs.
type badPool struct {
	mu     sync.Mutex
	wg     sync.WaitGroup
	cancel context.CancelFunc
	items  []int
}

func newBadPool() *badPool {
	ctx, cancel := context.WithCancel(context.Background())
	p := &badPool{cancel: cancel}
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				p.kick()
			case <-ctx.Done():
				return
			}
		}
	}()
	return p
}

func (p *badPool) kick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.items = p.items[:0]
}

func (p *badPool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel()
	p.wg.Wait() // want `p.wg.Wait blocks forever`
	p.items = nil
}

// goodPool lets go of the lock first.
type goodPool struct {
	mu    sync.Mutex
	wg    sync.WaitGroup
	quit  chan struct{}
	items []int
}

func newGoodPool() *goodPool {
	p := &goodPool{quit: make(chan struct{})}
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				p.kick()
			case <-p.quit:
				return
			}
		}
	}()
	return p
}

func (p *goodPool) kick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.items = p.items[:0]
}

func (p *goodPool) Close() {
	close(p.quit)
	p.wg.Wait() // ok: the goroutine can get the lock
	p.mu.Lock()
	p.items = nil
	p.mu.Unlock()
}

// goodServer waits in Stop for Serve, which a caller has to call.
type goodServer struct {
	done chan struct{}
	quit chan struct{}
}

func NewServer() *goodServer {
	s := &goodServer{done: make(chan struct{}), quit: make(chan struct{})}
	go func() { <-s.quit }()
	return s
}

func (s *goodServer) Serve() {
	<-s.quit
	close(s.done)
}

func (s *goodServer) Stop() {
	close(s.quit)
	<-s.done // ok: closed by Serve
}

// badSubscription asks its goroutine to stop, which may have ended by itself.
type badSubscription struct {
	unsub chan struct{}
	err   chan error
}

func subscribe(wait func() error) *badSubscription {
	s := &badSubscription{unsub: make(chan struct{}), err: make(chan error)}
	go s.loop(wait)
	return s
}

func (s *badSubscription) loop(wait func() error) {
	defer close(s.err)
	for wait() == nil {
		select {
		case <-s.unsub:
			return
		default:
		}
	}
}

func (s *badSubscription) Unsubscribe() {
	s.unsub <- struct{}{} // want `send to s.unsub blocks forever`
	<-s.err
}

// goodSubscription looks for that, too.
type goodSubscription struct {
	unsub chan struct{}
	err   chan error
}

func goodSubscribe(wait func() error) *goodSubscription {
	s := &goodSubscription{unsub: make(chan struct{}), err: make(chan error)}
	go s.loop(wait)
	return s
}

func (s *goodSubscription) loop(wait func() error) {
	defer close(s.err)
	for wait() == nil {
		select {
		case <-s.unsub:
			return
		default:
		}
	}
}

func (s *goodSubscription) Unsubscribe() {
	select {
	case s.unsub <- struct{}{}:
		<-s.err
	case <-s.err: // ok: closed when the goroutine ends
	}
}
