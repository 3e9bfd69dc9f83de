// Package lists keeps those who wait in a list of container/list.
package lists

import (
	"container/list"
	"sync"
	"sync/atomic"
)

// gate lets those who wait go on when it is opened.
type gate struct {
	mu      sync.Mutex
	waiters *list.List
	open    atomic.Bool
}

func newGate() *gate { return &gate{waiters: list.New()} }

func (g *gate) Open() {
	g.open.Store(true)
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.waiters.Len() > 0 {
		c := g.waiters.Remove(g.waiters.Front()).(chan struct{})
		close(c)
	}
}

// enter looks whether the gate is open before it takes the lock.
func (g *gate) enter() {
	if g.open.Load() {
		return
	}
	c := make(chan struct{})
	g.mu.Lock()
	g.waiters.PushBack(c)
	g.mu.Unlock()
	<-c
}

// enterLocked looks again with the lock held.
func (g *gate) enterLocked() {
	c := make(chan struct{})
	g.mu.Lock()
	if g.open.Load() {
		g.mu.Unlock()
		return
	}
	g.waiters.PushBack(c)
	g.mu.Unlock()
	<-c
}

func badGate() {
	g := newGate()
	var wg sync.WaitGroup
	wg.Go(g.enter)
	g.Open()
	wg.Wait() // want `wg.Wait blocks forever`
}

func goodGate() {
	g := newGate()
	var wg sync.WaitGroup
	wg.Go(g.enterLocked)
	g.Open()
	wg.Wait() // ok
}

func goodGateOfTwo() {
	g := newGate()
	var wg sync.WaitGroup
	wg.Go(g.enterLocked)
	wg.Go(g.enterLocked)
	g.Open()
	wg.Wait() // ok
}

// badOrder removes the first of two who wait, and wakes nobody else.
func badOrder() {
	var l list.List
	a, b := make(chan int), make(chan int)
	l.PushBack(a)
	first := l.PushFront(b)
	l.MoveToBack(first)
	go close(l.Front().Value.(chan int))
	<-a
	<-b // want `receive from b blocks forever`
}

func goodOrder() {
	l := list.New()
	a, b := make(chan int), make(chan int)
	e := l.PushBack(a)
	l.InsertAfter(b, e)
	go func() {
		for e := l.Front(); e != nil; e = e.Next() {
			close(e.Value.(chan int))
		}
	}()
	<-a
	<-b // ok
}

// queue is what others put something into.
type queue struct {
	mu    sync.Mutex
	items list.List
}

func (q *queue) Put(c chan int) {
	q.mu.Lock()
	q.items.PushBack(c)
	q.mu.Unlock()
}

// goodAsk is answered by whoever takes from the queue.
func (q *queue) goodAsk() int {
	c := make(chan int)
	q.Put(c)
	return <-c // ok
}
