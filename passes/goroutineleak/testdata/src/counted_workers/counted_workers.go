// Package counted_workers keeps count of its workers.
package counted_workers

import "sync"

// A pool has as many workers as its size says.
type pool struct {
	wg   sync.WaitGroup
	size int
	exit chan bool
}

func (p *pool) resize(work chan func(), stop chan int) {
	for p.size != 1 {
		if p.size > 1 {
			stop <- 1 // ok: there are so many workers
			p.size--
		} else {
			p.wg.Go(func() { worker(work, stop) })
			p.size++
		}
	}
}

func worker(work chan func(), stop chan int) {
	for {
		select {
		case f := <-work:
			f()
		case <-stop:
			return
		}
	}
}

func (p *pool) loop(fs []func()) {
	work, stop := make(chan func()), make(chan int)
	p.resize(work, stop)
	<-p.exit
	close(stop)
}

func (p *pool) Run(n int, fs []func()) {
	p.wg.Go(func() { p.loop(fs) })
}

// A gauge counts what is waiting, which nobody serves.
type gauge struct{ waiting int }

func (g *gauge) Wait(answer chan int, tell bool) {
	done := make(chan int)
	go func() {
		g.waiting++
		if tell {
			done <- 1 // want `goroutine blocks forever sending to done`
		}
		g.waiting--
	}()
	select {
	case <-done:
	case <-answer:
	}
}
