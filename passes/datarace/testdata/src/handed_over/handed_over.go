// Package handed_over passes memory from one goroutine to another.
package handed_over

import (
	"context"
	"sync"
)

type job struct {
	input, output int
	done          chan struct{}
}

func goodJobs() int {
	jobs := make(chan *job)
	go func() {
		for j := range jobs {
			j.output = j.input * 2
			close(j.done)
		}
	}()
	j := &job{input: 1, done: make(chan struct{})}
	jobs <- j
	<-j.done
	close(jobs)
	return j.output
}

// The job is changed after it was handed over.
func badJobs() {
	jobs := make(chan *job)
	go func() {
		for j := range jobs {
			j.output = j.input * 2
		}
	}()
	j := &job{input: 1}
	jobs <- j
	j.input = 2 // want `variable j.input is written here and read on line \d+ by another goroutine`
	close(jobs)
}

func goodSemaphore(n int) int {
	sem := make(chan struct{}, 1)
	var wg sync.WaitGroup
	count := 0
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{}
			count++
			<-sem
		}()
	}
	wg.Wait()
	return count
}

// A buffer of two lets two in.
func badSemaphore(n int) {
	sem := make(chan struct{}, 2)
	count := 0
	for range n {
		go func() {
			sem <- struct{}{}
			count++ // want `variable count is written here and written on line \d+ by another goroutine`
			<-sem
		}()
	}
}

func goodCancel() int {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	go func() {
		n = 1
		cancel()
	}()
	<-ctx.Done()
	return n
}

func goodCond() int {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	n := 0
	go func() {
		mu.Lock()
		n = 1
		cond.Signal()
		mu.Unlock()
	}()
	mu.Lock()
	for n == 0 {
		cond.Wait()
	}
	defer mu.Unlock()
	return n
}

func goodBuffered() int {
	ch := make(chan int, 1)
	n := 0
	go func() {
		n = 1
		ch <- 1
	}()
	<-ch
	return n
}

// The send does not wait for the receive.
func badBuffered() int {
	ch := make(chan int, 1)
	n := 0
	go func() {
		<-ch
		use(n) // ok: the sender wrote before it sent
	}()
	n = 1
	ch <- 1
	n = 2 // want `variable n is written here and read on line \d+ by another goroutine`
	return 0
}

func use(int) {}

// A goodHandler has a goroutine that reads one request.
type goodHandler struct {
	request *int
	done    chan bool
}

func (h *goodHandler) read(handle func(*int) bool) { h.done <- handle(h.request) }

func (h *goodHandler) serve(request *int, handle func(*int) bool) bool {
	h.request = request
	go h.read(handle)
	more := <-h.done
	h.request = nil // ok: it has been read before the goroutine sent
	return more
}

// group runs its functions and keeps the last error. How many these are is found.
type group struct {
	mu    sync.Mutex
	err   error
	wg    sync.WaitGroup
	funcs []func() error
}

func (g *group) Run() error {
	g.wg.Add(len(g.funcs))
	for _, f := range g.funcs {
		go g.one(f)
	}
	g.wg.Wait()
	return g.err // ok: all are done
}

func (g *group) RunAndWatch() error {
	g.wg.Add(len(g.funcs))
	for _, f := range g.funcs {
		go g.one(f)
	}
	ready := make(chan struct{})
	go func() {
		g.wg.Wait()
		close(ready)
	}()
	<-ready
	return g.err // ok: all are done
}

func (g *group) RunOnly() error {
	for _, f := range g.funcs {
		go g.one(f)
	}
	return g.err // want `variable g.err is read here without g.mu`
}

func (g *group) one(f func() error) {
	defer g.wg.Done()
	if err := f(); err != nil {
		g.mu.Lock()
		g.err = err
		g.mu.Unlock()
	}
}
