// Package tickers has a ticker that counts its goroutine when it runs.
package tickers

import "sync"

type Ticker struct {
	wg   sync.WaitGroup
	stop chan struct{}
}

func New(stop chan struct{}, f func()) *Ticker {
	t := &Ticker{stop: stop}
	go t.run(f)
	return t
}

func (t *Ticker) run(f func()) {
	t.wg.Add(1)
	defer t.wg.Done()
	for {
		select {
		case <-t.stop:
			return
		default:
			f()
		}
	}
}

func (t *Ticker) Wait() { t.wg.Wait() }
