// Package published makes values known through package variables.
package published

import (
	"context"
	"os"
	"sync"
)

var (
	table   = map[string]int{"a": 1}
	once    sync.Once
	cache   map[string]int
	current string
	mode    int
)

func init() { mode = 1 }

func lookup(s string) int { return table[s] + mode }

func goodInit() {
	go lookup("a")
	lookup("b")
}

func load() map[string]int {
	once.Do(func() { cache = map[string]int{} })
	return cache
}

func goodOnce() {
	go load()
	load()
}

func setCurrent(s string) {
	current = s // want `variable current is written here and read on line \d+ by another goroutine`
}

func badGlobal() {
	go setCurrent("x")
	use(current)
}

func use(string) {}

var pool = sync.Pool{New: func() any { return new(int) }}

func goodPool() {
	for range 2 {
		go func() {
			n := pool.Get().(*int)
			*n++
			pool.Put(n)
		}()
	}
}

var shared sync.Map

func goodSyncMap() {
	go shared.Store("a", 1)
	shared.Store("b", 2)
}

// A goodMonitor tells by done that it has stopped. That somebody else has closed
// the channel means that the function of once has run.
type goodMonitor struct {
	once sync.Once
	done chan struct{}
	err  error
}

func newGoodMonitor() *goodMonitor { return &goodMonitor{done: make(chan struct{})} }

func (m *goodMonitor) stop(get func() error) {
	m.once.Do(func() {
		defer close(m.done)
		m.err = get() // ok: before the channel is closed
	})
}

func (m *goodMonitor) stopLater(get func() error) error {
	go m.stop(get)
	<-m.done
	return m.err
}

// A goodCall runs once for all who ask.
type goodCall struct {
	mu     sync.Mutex
	once   sync.Once
	ready  chan struct{}
	result int
}

func newGoodCall() *goodCall { return &goodCall{ready: make(chan struct{})} }

func (c *goodCall) run(get func() int) {
	v := get()
	c.mu.Lock()
	c.result = v // ok: before the channel is closed
	c.mu.Unlock()
	close(c.ready)
}

func (c *goodCall) wait(ctx context.Context, get func() int) (int, error) {
	go c.once.Do(func() { c.run(get) })
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-c.ready:
		return c.result, nil
	}
}

// A goodRecord is stopped by whoever comes first, which has much to do then.
type goodRecord struct {
	once   sync.Once
	mu     sync.Mutex
	done   chan struct{}
	others map[string]int
	after  [8]chan error
	seen   []error
	err    error
}

func newGoodRecord() *goodRecord { return &goodRecord{done: make(chan struct{})} }

func (r *goodRecord) wait() error {
	go r.close()
	<-r.done
	return r.err
}

func (r *goodRecord) close() {
	r.once.Do(func() {
		defer close(r.done)
		go func() {
			r.mu.Lock()
			delete(r.others, "r")
			r.mu.Unlock()
		}()
		r.err = <-r.after[0] // ok: before the channel is closed
		for range r.after {
			for _, c := range r.after {
				select {
				case err := <-c:
					r.seen = append(r.seen, err)
				default:
				}
			}
		}
	})
}

// A badMonitor tells so too early.
type badMonitor struct {
	once sync.Once
	done chan struct{}
	err  error
}

func newBadMonitor() *badMonitor { return &badMonitor{done: make(chan struct{})} }

func (m *badMonitor) stop(get func() error) {
	m.once.Do(func() {
		close(m.done)
		m.err = get() // want `variable m\.err is written here and read on line \d+`
	})
}

func (m *badMonitor) stopLater(get func() error) error {
	go m.stop(get)
	<-m.done
	return m.err
}

// A header is read once, by whoever comes first.
type header struct {
	once  sync.Once
	ready chan struct{}
	err   error
}

// goodReady waits for what a goroutine closes when it is done.
func (h *header) goodReady() error {
	select {
	case <-h.ready:
		return h.err
	default:
		go h.once.Do(h.read)
	}
	<-h.ready
	return h.err
}

func (h *header) read() {
	if h.ready != nil {
		defer close(h.ready)
	}
	set := func(err error) {
		h.err = err // ok: before h.ready is closed
	}
	if _, err := os.ReadFile("header"); err != nil {
		set(err)
	}
}
