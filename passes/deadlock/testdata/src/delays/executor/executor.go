// Package executor does things later.
package executor

import "time"

type Executor struct {
	requests chan chan int
	done     chan chan int
	Delay    func(time.Duration) // how to wait
}

func New() *Executor {
	return &Executor{requests: make(chan chan int, 10), done: make(chan chan int, 10), Delay: time.Sleep}
}

func (e *Executor) Run() {
	for {
		select {
		case c := <-e.requests:
			go func() {
				e.Delay(time.Second)
				e.done <- c
			}()
		case c := <-e.done:
			close(c)
		}
	}
}

func (e *Executor) Do() {
	c := make(chan int)
	e.requests <- c
	<-c
}
