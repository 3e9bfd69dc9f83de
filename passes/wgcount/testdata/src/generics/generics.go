// Package generics keeps functions in a generic container.
package generics

import "sync"

type ring[T any] struct {
	mu    sync.Mutex
	elems []T
	head  int
	l     int
}

func (r *ring[T]) push(elem T) (first, dead bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.l == cap(r.elems) {
		r.resize(max(cap(r.elems)*2, 8))
	}
	writePos := (r.head + r.l) % cap(r.elems)
	r.elems[writePos] = elem
	r.l++
	return r.l == 1, false
}

func (r *ring[T]) resize(newCap int) {
	newElems := make([]T, newCap)
	if r.l > 0 {
		copy(newElems, r.elems[r.head:r.head+r.l])
	}
	r.elems = newElems
	r.head = 0
}

func (r *ring[T]) next() (next T, more bool) {
	var zero T
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.l == 0 {
		return zero, false
	}
	r.elems[r.head] = zero
	r.head = (r.head + 1) % cap(r.elems)
	r.l--
	if r.l == 0 {
		return zero, false
	}
	return r.elems[r.head], true
}

type rec struct {
	promise func(error)
	n       *int
}

type batch struct {
	n    int
	recs []rec
	err  error
}

type client struct{ r ring[batch] }

func (c *client) produce(n *int, p func(error)) {
	b := batch{recs: []rec{{p, n}}}
	if first, _ := c.r.push(b); first {
		go c.finish(b)
	}
}

func (c *client) finish(b batch) {
	for more := true; more; b, more = c.r.next() {
		for _, r := range b.recs {
			r.promise(b.err)
		}
	}
}

func (c *client) produceSync(n *int) {
	var wg sync.WaitGroup
	wg.Add(1)
	c.produce(n, func(error) { wg.Done() })
	wg.Wait() // ok: whoever empties the ring calls it
}
