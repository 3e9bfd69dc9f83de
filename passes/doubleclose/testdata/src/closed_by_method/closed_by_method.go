// Package closed_by_method closes through methods of one type.
package closed_by_method

import "sync"

type worker struct {
	quit chan struct{}
}

func newWorker() *worker {
	return &worker{quit: make(chan struct{})}
}

func (w *worker) stop() {
	close(w.quit) // want `close of closed channel w\.quit \(closed on line 15\)`
}

func badStopTwice(failed bool) {
	w := newWorker()
	defer w.stop()
	if failed {
		w.stop()
	}
}

type conn struct {
	done chan struct{}
}

func (c *conn) shut() {
	close(c.done) // want `close of channel c\.done that another goroutine can close first \(closed on line 31\)`
}

func badShutByTwo() {
	c := &conn{done: make(chan struct{})}
	for range 2 {
		go c.shut()
	}
	<-c.done
}

type locked struct {
	mu   sync.Mutex
	quit chan struct{}
}

func (l *locked) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.quit != nil {
		close(l.quit) // ok: set to nil under the same lock
		l.quit = nil
	}
}

func goodLocked() {
	l := &locked{quit: make(chan struct{})}
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.stop()
		}()
	}
	wg.Wait()
	l.stop()
}

type once struct {
	sync.Once
	quit chan struct{}
}

func (o *once) stop() {
	o.Do(func() {
		close(o.quit) // ok: Do calls this once
	})
}

func goodOnce() {
	o := &once{quit: make(chan struct{})}
	go o.stop()
	o.stop()
	<-o.quit
}

type asked struct {
	mu   sync.Mutex
	quit chan struct{}
}

func (a *asked) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-a.quit:
	default:
		close(a.quit) // ok: asked and closed under one lock
	}
}

func goodAsked() {
	a := &asked{quit: make(chan struct{})}
	go a.stop()
	a.stop()
	<-a.quit
}
