package not_started

import (
	"sync"
	"sync/atomic"
	"time"
)

type consumerOptions struct {
	workers int
	every   time.Duration
}

type doer interface{ Do(f func() error) error }

type Consumer struct {
	Errors   chan error
	options  consumerOptions
	doer     doer
	cond     *sync.Cond
	inflight int64
	queue    chan int
	stopPoll chan struct{}
	stop     chan struct{}
}

func NewConsumer(o consumerOptions, cl doer) *Consumer {
	if o.workers == 0 {
		o.workers = 10
	}
	return &Consumer{Errors: make(chan error), options: o, doer: cl, queue: make(chan int, o.workers), cond: sync.NewCond(&sync.Mutex{}), stopPoll: make(chan struct{}, 1), stop: make(chan struct{})}
}

func (c *Consumer) poll() {
	for {
		select {
		case <-c.stopPoll:
			return
		default:
			c.cond.L.Lock()
			inflight := atomic.LoadInt64(&c.inflight)
			if inflight >= int64(c.options.workers) {
				c.cond.Wait()
				c.cond.L.Unlock()
				continue
			}
			c.cond.L.Unlock()
			err := c.doer.Do(func() error { println(c.options.every); return nil })
			if err != nil {
				c.Errors <- err
				continue
			}
			c.queue <- 1
		}
	}
}

func (c *Consumer) work() {
	for {
		select {
		case n := <-c.queue:
			err := c.doer.Do(func() error { println(n, c.options.every); return nil })
			if err != nil {
				c.Errors <- err
				continue
			}
			atomic.AddInt64(&c.inflight, -1)
		case <-c.stop:
			return
		}
	}
}

func (c *Consumer) Run() {
	go c.poll()
	var polls sync.WaitGroup
	polls.Add(1)
	go func() {
		defer polls.Done()
		c.poll()
	}()
	var workers sync.WaitGroup
	workers.Add(c.options.workers)
	for i := 0; i < c.options.workers; i++ {
		go func() {
			defer workers.Done()
			c.work()
		}()
	}
	polls.Wait()
	close(c.stop)
	workers.Wait() // ok: as many as were started
}

func (c *Consumer) RunApart() {
	go c.poll()
	var workers sync.WaitGroup
	workers.Add(c.options.workers)
	for i := 0; i < c.options.workers; i++ {
		go func() {
			defer workers.Done()
			c.work()
		}()
	}
	done := make(chan struct{})
	go func() {
		workers.Wait() // ok: as above
		close(done)
	}()
	close(c.stop)
	<-done // ok: as above
}
