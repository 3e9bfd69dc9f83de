// Package across_methods has groups that are fields, with Add, Done and Wait in
// different methods.
package across_methods

import (
	"context"
	"sync"
)

func use(int) {}

// A service counts its loops in Start, and waits for them in Stop.
type service struct {
	wg   sync.WaitGroup
	quit chan struct{}
	work chan int
}

func newService() *service {
	return &service{quit: make(chan struct{}), work: make(chan int)}
}

func (s *service) start() {
	s.wg.Add(2)
	go s.loop()
	go s.poll()
}

func (s *service) loop() {
	for {
		select {
		case n := <-s.work:
			if n == 0 {
				return
			}
			use(n)
		case <-s.quit:
			s.wg.Done()
			return
		}
	}
}

func (s *service) poll() {
	defer s.wg.Done()
	<-s.quit
}

// badLifecycle hangs if the loop has ended by itself.
func badLifecycle(n int) {
	s := newService()
	s.start()
	s.work <- n
	close(s.quit)
	s.wg.Wait() // want `s\.wg\.Wait blocks forever: s\.wg\.Done on line 38 is not reached`
}

// A daemon does the same with defer.
type daemon struct {
	wg   sync.WaitGroup
	quit chan struct{}
	work chan int
}

func newDaemon() *daemon {
	return &daemon{quit: make(chan struct{}), work: make(chan int)}
}

func (d *daemon) start() {
	d.wg.Add(2)
	go d.loop()
	go d.poll()
}

func (d *daemon) loop() {
	defer d.wg.Done()
	for {
		select {
		case n := <-d.work:
			if n == 0 {
				return
			}
			use(n)
		case <-d.quit:
			return
		}
	}
}

func (d *daemon) poll() {
	defer d.wg.Done()
	<-d.quit
}

func (d *daemon) stop() {
	close(d.quit)
	d.wg.Wait()
}

func goodLifecycle(n int) {
	d := newDaemon()
	d.start()
	d.work <- n
	d.stop()
}

// goodContext waits for workers that end with the context.
func goodContext(ctx context.Context, work <-chan int) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case n, ok := <-work:
					if !ok {
						return
					}
					use(n)
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	cancel()
	wg.Wait()
}

// A limiter counts in one method and is done in another, for unknown callers.
type limiter struct {
	wg sync.WaitGroup
}

func (l *limiter) goodEnter() { l.wg.Add(1) }
func (l *limiter) goodLeave() { l.wg.Done() } // ok: after goodEnter
func (l *limiter) goodWait()  { l.wg.Wait() } // ok: after goodLeave
