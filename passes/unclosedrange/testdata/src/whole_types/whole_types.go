// Package whole_types has types that start a goroutine for as long as they live.
package whole_types

import (
	"sync"
	"time"
)

// badWriter claims to stop its goroutine, but nothing closes what that ranges over.
type badWriter struct {
	lines   chan string
	mu      sync.Mutex
	stopped bool
}

func newBadWriter(write func(string)) *badWriter {
	w := &badWriter{lines: make(chan string)}
	go func() {
		for line := range w.lines { // want `range over channel w.lines never ends: nobody closes it`
			write(line)
		}
	}()
	return w
}

func (w *badWriter) Write(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.lines <- line
	}
}

func (w *badWriter) Stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
}

// goodWriter closes it.
type goodWriter struct {
	lines   chan string
	mu      sync.Mutex
	stopped bool
}

func newGoodWriter(write func(string)) *goodWriter {
	w := &goodWriter{lines: make(chan string)}
	go func() {
		for line := range w.lines { // ok: Stop ends it
			write(line)
		}
	}()
	return w
}

func (w *goodWriter) Write(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.lines <- line
	}
}

func (w *goodWriter) Stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.stopped = true
		close(w.lines)
	}
}

// goodCounter has an item that ends the loop.
type goodCounter struct{ counts chan int }

func newGoodCounter() *goodCounter {
	c := &goodCounter{counts: make(chan int)}
	go func() {
		sum := 0
		for n := range c.counts { // ok: a negative count ends it
			if n < 0 {
				break
			}
			sum += n
		}
		println(sum)
	}()
	return c
}

func (c *goodCounter) Add(n int) {
	if n >= 0 {
		c.counts <- n
	}
}

func (c *goodCounter) Stop() { c.counts <- -1 }

// goodLog lives as long as the program: no method claims to end it.
type goodLog struct{ lines chan string }

func newGoodLog(write func(string)) *goodLog {
	l := &goodLog{lines: make(chan string, 10)}
	go func() {
		for line := range l.lines { // ok: nobody is told that it ends
			write(line)
		}
	}()
	return l
}

func (l *goodLog) Write(line string) { l.lines <- line }

// goodFeed shows its channel to others, who may close it.
type goodFeed struct{ in chan int }

func newGoodFeed(source func(chan int), use func(int)) *goodFeed {
	f := &goodFeed{in: make(chan int)}
	go source(f.in)
	go func() {
		for v := range f.in { // ok: source may close it
			use(v)
		}
	}()
	return f
}

func (f *goodFeed) Stop() {}

// badPoller thinks that a ticker that is stopped ends the loop.
type badPoller struct {
	ticker *time.Ticker
	mu     sync.Mutex
	n      int
}

func newBadPoller() *badPoller {
	p := &badPoller{ticker: time.NewTicker(time.Second)}
	go func() {
		for range p.ticker.C { // want `range over channel p.ticker.C never ends: Stop on line 150 does not close it`
			p.mu.Lock()
			p.n++
			p.mu.Unlock()
		}
	}()
	return p
}

func (p *badPoller) Stop() { p.ticker.Stop() }

// badMonitor does so in methods of its own package.
type badMonitor struct {
	ticker *time.Ticker
	mu     sync.Mutex
	users  int
}

func newBadMonitor() *badMonitor { return &badMonitor{ticker: time.NewTicker(time.Second)} }

func (m *badMonitor) start(check func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users++; m.users == 1 {
		go func() {
			for range m.ticker.C { // want `range over channel m.ticker.C never ends: Stop on line 177 does not close it`
				check()
			}
		}()
	}
}

func (m *badMonitor) shutdown() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users--; m.users == 0 {
		m.ticker.Stop()
	}
}

// goodPoller has a channel for the end.
type goodPoller struct {
	ticker *time.Ticker
	quit   chan struct{}
	mu     sync.Mutex
	n      int
}

func newGoodPoller() *goodPoller {
	p := &goodPoller{ticker: time.NewTicker(time.Second), quit: make(chan struct{})}
	go func() {
		for { // ok: quit ends it
			select {
			case <-p.ticker.C:
				p.mu.Lock()
				p.n++
				p.mu.Unlock()
			case <-p.quit:
				return
			}
		}
	}()
	return p
}

func (p *goodPoller) Stop() {
	p.ticker.Stop()
	close(p.quit)
}

// goodCountdown ends by itself.
type goodCountdown struct {
	ticker *time.Ticker
	mu     sync.Mutex
	n      int
}

func newGoodCountdown(n int) *goodCountdown {
	c := &goodCountdown{ticker: time.NewTicker(time.Second), n: n}
	go func() {
		for range c.ticker.C { // ok: it looks at the count
			c.mu.Lock()
			c.n--
			done := c.n <= 0
			c.mu.Unlock()
			if done {
				c.ticker.Stop()
				return
			}
		}
	}()
	return c
}

func (c *goodCountdown) Stop() {
	c.mu.Lock()
	c.n = 0
	c.mu.Unlock()
}
