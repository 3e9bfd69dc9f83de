// Package rearmed_ticker has a type that sets its ticker again after it has stopped it.
package rearmed_ticker

import (
	"sync"
	"time"
)

type goodPausing struct {
	ticker *time.Ticker
	mu     sync.Mutex
	n      int
}

func newGoodPausing() *goodPausing {
	p := &goodPausing{ticker: time.NewTicker(time.Second)}
	go func() {
		for range p.ticker.C { // ok: it may go on
			p.mu.Lock()
			p.n++
			p.mu.Unlock()
		}
	}()
	return p
}

func (p *goodPausing) Stop() { p.ticker.Stop() }

func (p *goodPausing) Resume() { p.ticker.Reset(time.Second) }
