package locked_twice

import "sync"

type cached struct {
	key   string
	value int
}

// A cache keeps what was asked for.
type cache struct {
	mu      sync.Mutex
	size    int
	entries map[string]*cached
	order   []*cached
}

func (c *cache) lookUp(key string, get func(string) (int, error)) (int, error) {
	if v, ok := c.get(key); ok {
		return v, nil
	}
	v, err := get(key)
	if err != nil {
		return 0, err
	}
	c.put(key, v)
	return v, nil
}

func (c *cache) get(key string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		return e.value, true
	}
	return 0, false
}

func (c *cache) put(key string, v int) {
	if c.size == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		e.value = v
		return
	}
	if len(c.entries) >= c.size {
		c.evict(c.order[0].key)
	}
	e := &cached{key, v}
	c.entries[key] = e
	c.order = append(c.order, e)
}

func (c *cache) evict(key string) {
	c.mu.Lock() // want `c.mu.Lock blocks forever: this goroutine already holds c.mu, locked on line 43`
	defer c.mu.Unlock()
	delete(c.entries, key)
}

// A pipe is closed by whoever finds out first: one report for all of them.
type pipe struct {
	mu      sync.Mutex
	closing bool
}

func (p *pipe) finish() {
	p.mu.Lock()
	if p.closing {
		p.mu.Lock() // want `p.mu.Lock blocks forever: this goroutine already holds p.mu, locked on line 70`
		return
	}
	p.closing = true
	p.mu.Unlock()
}

func (p *pipe) badRead(read func() error) {
	go func() {
		if read() != nil {
			p.finish()
		}
	}()
}

func (p *pipe) badWrite() { p.finish() }
