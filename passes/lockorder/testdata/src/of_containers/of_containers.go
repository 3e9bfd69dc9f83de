package of_containers

import "sync"

// A pool holds entries by key; each has a lock of its own.
type pool struct {
	mu      sync.Mutex
	entries map[string]*entry
}

type entry struct {
	mu sync.Mutex
	n  int
}

// badDrop and badSum: the lock of the container is the other one.
func (p *pool) badDrop(key string) {
	p.mu.Lock()
	e := p.entries[key]
	p.mu.Unlock()
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.n == 0 {
		p.mu.Lock() // want `p.mu is locked while e.mu is held; on line \d+ they are locked in the opposite order`
		delete(p.entries, key)
		p.mu.Unlock()
	}
}

func (p *pool) badSum() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := 0
	for _, e := range p.entries {
		e.mu.Lock()
		sum += e.n
		e.mu.Unlock()
	}
	return sum
}

var (
	logMu sync.Mutex
	lines []string
)

// goodUse and goodReport: the entries are those of different keys.
func (p *pool) goodUse(key string) {
	p.mu.Lock()
	e := p.entries["use:"+key]
	p.mu.Unlock()
	e.mu.Lock()
	defer e.mu.Unlock()
	logMu.Lock() // ok: nobody reports on the entries in use
	lines = append(lines, key)
	logMu.Unlock()
}

func (p *pool) goodReport(key string) {
	logMu.Lock()
	defer logMu.Unlock()
	p.mu.Lock()
	e := p.entries["report:"+key]
	p.mu.Unlock()
	e.mu.Lock()
	e.n++
	e.mu.Unlock()
}
