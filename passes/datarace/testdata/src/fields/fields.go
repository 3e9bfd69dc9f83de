// Package fields shares the fields of structs.
package fields

import (
	"sync"
	"time"
)

type poller struct {
	interval time.Duration
	last     time.Time
	n        int
	closed   bool
	stop     chan struct{}
	wg       sync.WaitGroup
}

func (p *poller) run() {
	for {
		select {
		case <-p.stop:
			return
		case <-time.After(p.interval):
			p.n++ // want `variable p.n is written here and read on line \d+ by another goroutine`
		}
	}
}

func badStart() int {
	p := &poller{stop: make(chan struct{})}
	p.interval = time.Second // ok: before the goroutine
	go p.run()
	n := p.n
	close(p.stop)
	return n
}

func (p *poller) loop() {
	defer p.wg.Done()
	for {
		select {
		case <-p.stop:
			return
		case <-time.After(p.interval):
			p.last = time.Now()
		}
	}
}

func goodStart() time.Time {
	p := &poller{stop: make(chan struct{})}
	p.wg.Add(1)
	go p.loop()
	close(p.stop)
	p.wg.Wait()
	return p.last // ok: the goroutine has ended
}

// Different fields are different variables.
func goodOtherField() {
	p := &poller{}
	go func() {
		p.n++
	}()
	p.closed = true
}

// The copy reads all fields.
func badCopy() {
	type config struct{ a, b int }
	c := &config{}
	go func() {
		c.a = 1 // want `variable c.a is written here and read on line \d+ by another goroutine`
	}()
	d := *c
	use(d.b)
}

func use(int) {}

// A value of one's own.
func goodOwn() {
	for range 3 {
		go func() {
			p := &poller{}
			p.n++
			use(p.n)
		}()
	}
}

// A goodAlive stops its timer when it is closed, by the timer or by others.
type goodAlive struct {
	mu     sync.Mutex
	timer  *time.Timer
	closed bool
}

func newGoodAlive(d time.Duration) *goodAlive {
	a := &goodAlive{}
	if d > 0 {
		a.timer = time.AfterFunc(d, func() { a.close() }) // ok: set before the time is over
	}
	return a
}

func (a *goodAlive) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	if a.timer != nil {
		a.timer.Stop()
	}
}
