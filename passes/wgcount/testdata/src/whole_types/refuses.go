package whole_types

import (
	"errors"
	"sync"
	"sync/atomic"
)

var errStopped = errors.New("stopped")

// badEngine takes work until it is closed, or a moment longer.
type badEngine struct {
	wg     sync.WaitGroup
	closed atomic.Bool
	send   func() error
}

func newBadEngine(send func() error) *badEngine { return &badEngine{send: send} }

func (e *badEngine) Do() error {
	if e.closed.Load() {
		return errStopped
	}
	e.wg.Add(1) // want `e.wg.Add may run after e.wg.Wait`
	defer e.wg.Done()
	return e.send()
}

func (e *badEngine) Close() {
	e.closed.Store(true)
	e.wg.Wait()
}

// goodEngine counts before it can be closed.
type goodEngine struct {
	mu     sync.Mutex
	wg     sync.WaitGroup
	closed atomic.Bool
	send   func() error
}

func newGoodEngine(send func() error) *goodEngine { return &goodEngine{send: send} }

func (e *goodEngine) Do() error {
	e.mu.Lock()
	if e.closed.Load() {
		e.mu.Unlock()
		return errStopped
	}
	e.wg.Add(1) // ok: Close sets closed with the lock
	e.mu.Unlock()
	defer e.wg.Done()
	return e.send()
}

func (e *goodEngine) Close() {
	e.mu.Lock()
	e.closed.Store(true)
	e.mu.Unlock()
	e.wg.Wait()
}

// badServer looks for the end of a channel.
type badServer struct {
	wg   sync.WaitGroup
	quit chan struct{}
	work func()
}

func newBadServer(work func()) *badServer { return &badServer{work: work, quit: make(chan struct{})} }

func (s *badServer) Go() {
	select {
	case <-s.quit:
		return
	default:
	}
	s.wg.Add(1) // want `s.wg.Add may run after s.wg.Wait`
	go func() {
		defer s.wg.Done()
		s.work()
	}()
}

func (s *badServer) Stop() {
	close(s.quit)
	s.wg.Wait()
}

// goodServer leaves it to its callers to stop it last.
type goodServer struct {
	wg   sync.WaitGroup
	quit chan struct{}
	work func(quit <-chan struct{})
}

func newGoodServer(work func(<-chan struct{})) *goodServer {
	return &goodServer{work: work, quit: make(chan struct{})}
}

func (s *goodServer) Go() {
	s.wg.Add(1) // ok: a caller's business
	go func() {
		defer s.wg.Done()
		s.work(s.quit)
	}()
}

func (s *goodServer) Stop() {
	close(s.quit)
	s.wg.Wait()
}

// goodBroker counts what has come, if it is in order.
type goodBroker struct {
	wg    sync.WaitGroup
	count atomic.Int64
	check func(int) error
}

func newGoodBroker(check func(int) error) *goodBroker { return &goodBroker{check: check} }

func (b *goodBroker) Register(n int) error {
	b.count.Add(1)
	if err := b.check(n); err != nil {
		return err
	}
	b.wg.Add(1) // ok: a caller's business
	defer b.wg.Done()
	return b.check(0)
}

func (b *goodBroker) Close() {
	b.count.Store(0)
	b.wg.Wait()
}
