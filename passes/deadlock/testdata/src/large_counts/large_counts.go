// Package large_counts has loops of many rounds, which are explored as loops of few.
package large_counts

import (
	"sync"
	"time"
)

// A barrier lets as many through at once as it is made for.
type barrier struct {
	mu      sync.Mutex
	open    chan struct{}
	waiting int
	parties int
}

func newBarrier(parties int) *barrier {
	return &barrier{open: make(chan struct{}), parties: parties}
}

func (b *barrier) await() {
	b.mu.Lock()
	b.waiting++
	if b.waiting == b.parties {
		close(b.open)
		b.open, b.waiting = make(chan struct{}), 0
		b.mu.Unlock()
		return
	}
	open := b.open
	b.mu.Unlock()
	<-open // ok: the last one of the group opens it
}

func goodBarrier() {
	b := newBarrier(20)
	var wg sync.WaitGroup
	for i := 0; i < 100; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.await()
		}()
	}
	wg.Wait()
}

func badNobodyOpens() {
	open := make(chan struct{})
	var wg sync.WaitGroup
	for i := 0; i < 100; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-open
		}()
	}
	wg.Wait() // want `wg.Wait blocks forever`
}

func goodSum() {
	ch := make(chan int)
	go func() {
		for i := 1; i < 200; i++ {
			ch <- i
		}
	}()
	for i := 0; i < 50; i++ {
		<-ch
	}
	for i := 0; i < 149; i++ {
		<-ch // ok: as many are left
	}
}

func badTooMany() {
	ch := make(chan int)
	go func() {
		for i := 0; i < 50; i++ {
			ch <- i
		}
	}()
	for i := 0; i < 60; i++ {
		<-ch // want `receive from ch blocks forever`
	}
}

// A queue flushes into a buffer, with the lock, when a timer tells it to.
type queue struct {
	mu    sync.Mutex
	items []int
	out   chan []int
}

func (q *queue) flush() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.out <- q.items // ok: there is room for a thousand
	q.items = nil
}

func (q *queue) size() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items)
}

func goodRoom() int {
	q := &queue{out: make(chan []int, 1000)}
	go func() {
		for range time.Tick(time.Second) {
			q.flush()
		}
	}()
	n := 0
	for range 3 {
		n += q.size()
	}
	return n
}
