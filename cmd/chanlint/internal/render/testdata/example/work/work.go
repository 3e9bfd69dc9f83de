package work

import (
	"errors"
	"sync"
)

type pool struct {
	mu   sync.RWMutex
	jobs chan string
	done map[string]bool
}

func (p *pool) start() {
	go p.report()
	go p.work()
}

func (p *pool) submit(job string) error {
	p.start()
	p.jobs <- job
	p.mu.Lock()
	if p.done[job] {
		return errors.New("done before")
	}
	p.done[job] = true
	p.mu.Unlock()
	return nil
}

func (p *pool) work() {
	for job := range p.jobs {
		p.mu.RLock()
		println(job, p.done[job])
		p.mu.RUnlock()
	}
}

func (p *pool) report() { println(len(p.jobs)) }
