package whole_types

import "sync"

// A BadQueue ends its goroutine only if that looks after Close, and not before.
type BadQueue struct {
	sync.Mutex
	cond   *sync.Cond
	closed bool
	queue  []int
}

func NewBadQueue() *BadQueue {
	q := &BadQueue{}
	q.cond = sync.NewCond(q)
	go q.run()
	return q
}

func (q *BadQueue) run() {
	q.Lock()
	defer q.Unlock()
	for !q.closed {
		if len(q.queue) == 0 {
			q.cond.Wait() // want `goroutine blocks forever in q.cond.Wait \(nobody signals it\)`
			continue
		}
		q.queue = q.queue[1:]
	}
}

func (q *BadQueue) Add(n int) {
	q.Lock()
	defer q.Unlock()
	if !q.closed {
		q.queue = append(q.queue, n)
		q.cond.Signal()
	}
}

func (q *BadQueue) Close() {
	q.Lock()
	q.closed = true
	q.Unlock()
}

// A GoodQueue wakes its goroutine up.
type GoodQueue struct {
	sync.Mutex
	cond   *sync.Cond
	closed bool
	queue  []int
}

func NewGoodQueue() *GoodQueue {
	q := &GoodQueue{}
	q.cond = sync.NewCond(q)
	go q.run()
	return q
}

func (q *GoodQueue) run() {
	q.Lock()
	defer q.Unlock()
	for !q.closed {
		if len(q.queue) == 0 {
			q.cond.Wait() // ok: Close signals
			continue
		}
		q.queue = q.queue[1:]
	}
}

func (q *GoodQueue) Close() {
	q.Lock()
	q.closed = true
	q.cond.Signal()
	q.Unlock()
}

// A BadWorker does not hear Close while it works.
type BadWorker struct {
	work func()
	stop chan struct{}
}

func NewBadWorker(work func()) *BadWorker {
	w := &BadWorker{work: work, stop: make(chan struct{})}
	go w.run()
	return w
}

func (w *BadWorker) run() {
	w.work()
	<-w.stop // want `goroutine blocks forever receiving from w.stop`
}

func (w *BadWorker) Close() {
	select {
	case w.stop <- struct{}{}:
	default:
	}
}

// A GoodWorker finds what Close left for it.
type GoodWorker struct {
	work func()
	stop chan struct{}
}

func NewGoodWorker(work func()) *GoodWorker {
	w := &GoodWorker{work: work, stop: make(chan struct{}, 1)}
	go w.run()
	return w
}

func (w *GoodWorker) run() {
	w.work()
	<-w.stop // ok: the buffer keeps it
}

func (w *GoodWorker) Close() {
	select {
	case w.stop <- struct{}{}:
	default:
	}
}

// A GoodCache goes on after Flush, which is not meant to end it.
type GoodCache struct {
	mu    sync.Mutex
	items chan int
	dirty bool
}

func NewGoodCache() *GoodCache {
	c := &GoodCache{items: make(chan int)}
	go func() {
		for range c.items { // ok: Shutdown is for that
			c.mu.Lock()
			c.dirty = true
			c.mu.Unlock()
		}
	}()
	return c
}

func (c *GoodCache) Close() {
	c.mu.Lock()
	c.dirty = false
	c.mu.Unlock()
}

func (c *GoodCache) Shutdown() { close(c.items) }

// A GoodFeeder ends by itself if something fails; Close is for what it feeds.
type GoodFeeder struct {
	items chan int
	feed  func(int) error
	mu    sync.Mutex
	open  bool
}

func NewGoodFeeder(feed func(int) error) *GoodFeeder {
	f := &GoodFeeder{items: make(chan int), feed: feed}
	go f.run()
	return f
}

func (f *GoodFeeder) run() {
	if f.feed(0) != nil {
		return
	}
	for {
		n, ok := <-f.items // ok: Shutdown is for that
		if !ok || f.feed(n) != nil {
			return
		}
	}
}

func (f *GoodFeeder) Close() {
	f.mu.Lock()
	f.open = false
	f.mu.Unlock()
}

func (f *GoodFeeder) Shutdown() { close(f.items) }
