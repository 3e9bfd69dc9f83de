// Package run_inside has exported methods that the goroutine of a type calls.
package run_inside

import "time"

type GoodParser struct {
	in     chan int
	out    chan int
	done   chan struct{}
	ticker *time.Ticker
	open   map[int]bool
}

func NewGoodParser() *GoodParser {
	p := &GoodParser{in: make(chan int), out: make(chan int, 100), done: make(chan struct{}), ticker: time.NewTicker(time.Second), open: map[int]bool{}}
	go p.wait()
	return p
}

func (p *GoodParser) wait() {
	for {
		select {
		case n := <-p.in:
			p.process(n)
		case <-p.ticker.C:
			for n := range p.open {
				p.Emit(n)
			}
		case <-p.done:
			return
		}
	}
}

func (p *GoodParser) process(n int) {
	if p.open[n] {
		p.Emit(n)
	}
	p.open[n] = true
}

// Emit is exported, but everybody in the package who calls it is in the goroutine.
func (p *GoodParser) Emit(n int) {
	delete(p.open, n) // ok
	p.out <- n
}

func (p *GoodParser) Close() { close(p.done) }

type BadParser struct {
	in     chan int
	out    chan int
	done   chan struct{}
	ticker *time.Ticker
	open   map[int]bool
}

func NewBadParser() *BadParser {
	p := &BadParser{in: make(chan int), out: make(chan int, 100), done: make(chan struct{}), ticker: time.NewTicker(time.Second), open: map[int]bool{}}
	go p.wait()
	return p
}

func (p *BadParser) wait() {
	for {
		select {
		case n := <-p.in:
			p.open[n] = true
		case <-p.ticker.C:
			for n := range p.open {
				p.out <- n
			}
		case <-p.done:
			return
		}
	}
}

// Emit is for others.
func (p *BadParser) Emit(n int) {
	delete(p.open, n) // want `map p.open is written here and (read|written) on line \d+ by another goroutine without synchronisation`
	p.out <- n
}

func (p *BadParser) Close() { close(p.done) }
