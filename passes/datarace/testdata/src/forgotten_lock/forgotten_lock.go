// Package forgotten_lock has types with a lock that one of their methods forgets.
package forgotten_lock

import (
	"sync"
	"sync/atomic"
)

type node struct{}

type iterator struct {
	mu    sync.Mutex
	nodes []*node
	index int
}

func (it *iterator) Next() bool {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.index++
	if it.index >= len(it.nodes) {
		it.nodes = nil
	}
	return it.nodes != nil
}

func (it *iterator) BadNode() *node {
	return it.nodes[it.index] // want `variable it.(nodes|index) is read here without it.mu, which another goroutine holds where it is written on line \d+`
}

func (it *iterator) GoodNode() *node {
	it.mu.Lock()
	defer it.mu.Unlock()
	return it.nodes[it.index]
}

func (it *iterator) Close() {
	it.mu.Lock()
	it.nodes = nil
	it.mu.Unlock()
}

// A Client locks for reading, and has helpers.
type Client struct {
	lock    sync.RWMutex
	brokers map[int]string
	name    string // does not change
	limit   int
	hits    atomic.Int64
	total   int64
	config  struct{ level int }
}

func NewClient(name string) *Client {
	c := &Client{name: name}
	c.brokers = map[int]string{}
	return c
}

func (c *Client) Closed() bool { return c.brokers == nil } // want `variable c.brokers is read here without c.lock, which another goroutine holds where it is written on line \d+`

func (c *Client) Broker(i int) string {
	c.lock.RLock()
	defer c.lock.RUnlock()
	c.hits.Add(1)
	atomic.AddInt64(&c.total, 1)
	return c.name + c.brokers[i]
}

func (c *Client) Close() {
	if c.Closed() {
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	c.brokers = nil
}

func (c *Client) Register(i int, s string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.register(i, s)
}

func (c *Client) RegisterAll(all map[int]string) {
	c.lock.Lock()
	for i, s := range all {
		c.register(i, s)
	}
	c.lock.Unlock()
}

// register does not lock: its callers do.
func (c *Client) register(i int, s string) {
	if c.brokers != nil {
		c.brokers[i] = s // ok
	}
}

func (c *Client) Name() string { return c.name } // ok: nobody writes it

func (c *Client) Hits() (int64, int64) { return c.hits.Load(), atomic.LoadInt64(&c.total) } // ok: atomic

// SetLimit is to be called before the first Register.
func (c *Client) SetLimit(n int) {
	c.lock.Lock()
	c.limit = n
	c.lock.Unlock()
}

func (c *Client) Room() int {
	c.lock.RLock()
	defer c.lock.RUnlock()
	return c.limit - len(c.brokers)
}

func (c *Client) Limit() int { return c.limit } // ok: set before anybody asks

func (c *Client) Configure(level int) {
	c.lock.Lock()
	c.config.level = level
	c.lock.Unlock()
}

func (c *Client) Verbose() bool {
	c.lock.RLock()
	defer c.lock.RUnlock()
	return c.config.level > 1
}

func (c *Client) Level() int {
	return c.config.level // want `variable c.config.level is read here without c.lock, which another goroutine holds where it is written on line \d+`
}

// A Cache has methods that are for callers who have locked it, or for one of them alone.
type Cache struct {
	sync.Mutex
	entries map[string]int
	dirty   bool
	size    int
	pending []string
	done    chan bool
}

// Len must be called with the lock held.
func (c *Cache) Len() int { return len(c.entries) } // ok: its comment says so

func (c *Cache) Put(name string, n int) {
	c.Lock()
	defer c.Unlock()
	c.entries[name] = n
	c.dirty = true
	c.size++
	if c.Size() > 10 {
		clear(c.entries)
	}
}

func (c *Cache) Drop(name string) {
	c.Lock()
	defer c.Unlock()
	delete(c.entries, name)
	c.dirty = true
	c.size--
}

func (c *Cache) Size() int { return c.size } // ok: Put calls it with the lock held

// flush runs in a goroutine: nobody else writes what it reads without the lock.
func (c *Cache) flush() {
	for range c.done {
		if len(c.pending) > 0 { // ok: its own
			c.Lock()
			c.pending = nil
			c.Unlock()
		}
	}
}

func (c *Cache) Start() {
	c.done = make(chan bool)
	go c.flush()
}

func (c *Cache) Stop() { close(c.done) }

func (c *Cache) Pending() int {
	c.Lock()
	defer c.Unlock()
	return len(c.pending)
}

func (c *Cache) Dirty() bool { return c.dirty } // want `variable c.dirty is read here without c, which another goroutine holds where it is written on line \d+`

// A Log is not safe for concurrent use but for Flush.
type Log struct {
	mu    sync.Mutex
	lines []string
}

func (l *Log) Add(line string) {
	l.mu.Lock()
	l.lines = append(l.lines, line)
	l.mu.Unlock()
}

func (l *Log) Flush() {
	l.mu.Lock()
	l.lines = nil
	l.mu.Unlock()
}

func (l *Log) Lines() []string { return l.lines } // ok: the comment of the type says so

// A Gauge is read without the lock by most, so that is meant.
type Gauge struct {
	mu    sync.Mutex
	value int
}

func (g *Gauge) Add(n int) {
	g.mu.Lock()
	g.value += n
	g.mu.Unlock()
}

func (g *Gauge) Sub(n int) {
	g.mu.Lock()
	g.value -= n
	g.mu.Unlock()
}

func (g *Gauge) Value() int     { return g.value }     // ok
func (g *Gauge) Positive() bool { return g.value > 0 } // ok
func (g *Gauge) Half() int      { return g.value / 2 } // ok

type link struct {
	mu   sync.Mutex
	next *link
	n    int
}

// last follows the list in a variable that a literal shares.
func (l *link) last(same func(func() *link) bool) int {
	var at *link
	if same(func() *link { return at }) {
		at = at.next
	}
	at.mu.Lock()
	defer at.mu.Unlock()
	return at.n
}

// An Engine has no store before it boots, and then always the same.
type Engine struct {
	mu    sync.Mutex
	store *node
	last  *node
	down  bool
}

func (e *Engine) Boot() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.store = new(node)
	e.last = e.store
}

func (e *Engine) Ready() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.store != nil && e.last != nil && !e.down
}

func (e *Engine) Rotate() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.last = new(node)
	e.down = false
}

func (e *Engine) GoodStore() *node { return e.store } // ok: whoever asks for it has booted the engine

func (e *Engine) BadLast() *node { return e.last } // want `variable e.last is read here without e.mu, which another goroutine holds where it is written on line \d+`
