// Package fields has channels that are fields or parameters, closed by one
// method or function and received from in another.
package fields

import (
	"context"
	"sync"
)

func use(int) {}

// A feed is closed by Close, and read in a goroutine.
type feed struct {
	updates chan int
	once    sync.Once
}

func newFeed() *feed {
	f := &feed{updates: make(chan int)}
	go f.badLoop()
	return f
}

func (f *feed) badLoop() {
	for {
		n := <-f.updates // want `receive from f\.updates yields zero values forever once it is closed on line 34; check ok`
		use(n)
	}
}

func (f *feed) push(n int) { f.updates <- n }

func (f *feed) close() {
	f.once.Do(func() { close(f.updates) })
}

func serveFeed() {
	f := newFeed()
	f.push(1)
	f.close()
}

// A watcher has a select in its goroutine.
type watcher struct {
	events chan string
	errs   chan error
}

func (w *watcher) badRun(handle func(string), fail func(error)) {
	for {
		select {
		case e := <-w.events: // want `receive from w\.events yields zero values forever once it is closed on line 61; leave the loop, or set the channel to nil`
			handle(e)
		case err := <-w.errs:
			fail(err)
		}
	}
}

func (w *watcher) stop() {
	close(w.events)
}

func watch(handle func(string), fail func(error)) {
	w := &watcher{events: make(chan string), errs: make(chan error)}
	go w.badRun(handle, fail)
	w.events <- "start"
	w.stop()
}

func generate(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

// badPipeline receives from the channel that another function made and closes.
func badPipeline() {
	nums := generate(3)
	for {
		n := <-nums // want `receive from nums yields zero values forever once it is closed on line 74; check ok`
		use(n)
	}
}

// badWorker is handed the channel.
func badWorker(jobs <-chan int) {
	for {
		job := <-jobs // want `receive from jobs yields zero values forever once it is closed on line 105; check ok`
		use(job * job)
	}
}

func workers(items []int) {
	jobs := make(chan int)
	go badWorker(jobs)
	for _, item := range items {
		jobs <- item
	}
	close(jobs)
}

// A tail is closed by its reader.
type tail struct {
	lines chan string
	quit  chan struct{}
}

func (x *tail) goodLoop(handle func(string)) {
	for {
		select {
		case line, ok := <-x.lines:
			if !ok {
				return // ok: closed
			}
			handle(line)
		case <-x.quit:
			return // ok: closed by stop
		}
	}
}

func (x *tail) stop() {
	close(x.quit)
}

func follow(handle func(string)) {
	x := &tail{lines: make(chan string), quit: make(chan struct{})}
	go x.goodLoop(handle)
	x.lines <- "a"
	x.stop()
}

// A queue is never closed, but the channel beside it is.
type queue struct {
	items chan int
	done  chan struct{}
}

func (q *queue) goodLoop() {
	for {
		select {
		case n := <-q.items: // ok: nobody closes items
			use(n)
		case <-q.done:
			return
		}
	}
}

func (q *queue) stop() { close(q.done) }

func serveQueue() {
	q := &queue{items: make(chan int), done: make(chan struct{})}
	go q.goodLoop()
	q.items <- 1
	q.stop()
}

func goodPipeline() {
	for n := range generate(3) {
		use(n) // ok: range ends
	}
}

// goodTake takes no more than it needs.
func goodTake() (a, b int) {
	nums := generate(2)
	a = <-nums
	b = <-nums // ok: no loop
	return a, b
}

// goodUnknown is handed a channel by code that is not seen.
func goodUnknown(ctx context.Context, nums <-chan int) {
	for ctx.Err() == nil {
		use(<-nums) // ok: ctx ends the loop, and who closes nums is not known
	}
}
