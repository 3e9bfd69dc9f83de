package guarded

import (
	"context"
	"sync"
)

// A goodCaller closes the channel of an answer when it has one; there is one answer.
type goodCaller struct {
	mu    sync.Mutex
	calls map[string]*answer
}

type answer struct{ ch chan int }

func (c *goodCaller) Call(ctx context.Context, id string) int {
	a := &answer{ch: make(chan int, 1)}
	c.mu.Lock()
	c.calls[id] = a
	c.mu.Unlock()
	go c.expire(ctx, id, a)
	n := <-a.ch
	close(a.ch)
	return n
}

func (c *goodCaller) expire(ctx context.Context, id string, a *answer) {
	<-ctx.Done()
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.calls[id]; !ok {
		return
	}
	delete(c.calls, id)
	a.ch <- -1 // ok: whoever answers deletes the call
}

func (c *goodCaller) Answer(id string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.calls[id]; a != nil {
		delete(c.calls, id)
		a.ch <- n
	}
}

// A goodPost is not used any more when it is closed.
type goodPost struct {
	wg    sync.WaitGroup
	reply chan int
	post  func(int) int
}

func NewGoodPost(post func(int) int) *goodPost { return &goodPost{reply: make(chan int), post: post} }

func (p *goodPost) Send(n int) {
	p.wg.Go(func() { p.reply <- p.post(n) }) // ok: Close waits for it
}

func (p *goodPost) Close() {
	go func() {
		p.wg.Wait()
		close(p.reply)
	}()
	for range p.reply {
	}
}
