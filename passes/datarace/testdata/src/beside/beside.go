// Package beside has types whose methods run beside a goroutine of their own.
package beside

import (
	"sync/atomic"
	"time"
)

type worker struct {
	stopped bool
	rounds  int
	done    chan struct{}
}

func NewWorker() *worker {
	w := &worker{done: make(chan struct{})}
	w.rounds = 1 // ok: before the goroutine is started
	go w.loop()
	return w
}

func (w *worker) loop() {
	for !w.stopped {
		w.rounds++
		time.Sleep(time.Second)
	}
	close(w.done)
}

func (w *worker) Stop() int {
	w.stopped = true // want `variable w.stopped is written here and read on line 23 by another goroutine without synchronisation`
	<-w.done
	return w.rounds // ok: the goroutine has ended
}

type ticker struct {
	stopped atomic.Bool
	stop    chan struct{}
	done    chan struct{}
	last    time.Time
}

func NewTicker() *ticker {
	t := &ticker{stop: make(chan struct{}), done: make(chan struct{})}
	go t.loop()
	return t
}

func (t *ticker) loop() {
	defer close(t.done)
	for !t.stopped.Load() {
		select {
		case <-t.stop:
			return
		case t.last = <-time.After(time.Second):
		}
	}
}

func (t *ticker) Stop() time.Time {
	t.stopped.Store(true)
	close(t.stop)
	<-t.done
	return t.last // ok
}
