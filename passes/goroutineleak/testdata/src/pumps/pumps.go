// Package pumps has goroutines that end when they are told to.
package pumps

import "context"

type Pump struct {
	jobs chan int
	open context.Context
	stop context.CancelFunc
}

func New() *Pump {
	p := &Pump{jobs: make(chan int, 1)}
	p.open, p.stop = context.WithCancel(context.Background())
	go p.run()
	return p
}

func (p *Pump) run() {
	for {
		select {
		case n := <-p.jobs:
			println(n)
		case <-p.open.Done():
			return
		}
	}
}

func (p *Pump) Do(n int) { p.jobs <- n }

func (p *Pump) Stop() { p.stop() }
