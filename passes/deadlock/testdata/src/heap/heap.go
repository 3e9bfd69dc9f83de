package heap

import (
	"container/heap"
	"sync"
	"time"
)

type items []time.Time

func (h items) Len() int           { return len(h) }
func (h items) Less(i, j int) bool { return h[i].Before(h[j]) }
func (h items) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *items) Push(x any)        { *h = append(*h, x.(time.Time)) }
func (h *items) Pop() any {
	old := *h
	item := old[len(old)-1]
	*h = old[:len(old)-1]
	return item
}

type queue struct {
	mu      sync.Mutex
	items   items
	arrived chan struct{}
	closed  bool
}

func newQueue() *queue {
	q := &queue{arrived: make(chan struct{}, 1)}
	heap.Init(&q.items)
	return q
}

func (q *queue) put(t time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	heap.Push(&q.items, t)
	select {
	case q.arrived <- struct{}{}:
	default:
	}
}

func (q *queue) get() (time.Time, bool) {
	for {
		q.mu.Lock()
		if q.closed {
			q.mu.Unlock()
			return time.Time{}, false
		}
		if len(q.items) == 0 {
			q.mu.Unlock()
			<-q.arrived // ok: something is there
			continue
		}
		t := heap.Pop(&q.items).(time.Time)
		q.mu.Unlock()
		return t, true
	}
}

func good() {
	q := newQueue()
	q.put(time.Now())
	q.put(time.Now())
	q.get()
	q.get()
}

func bad() {
	q := newQueue()
	<-q.arrived // want `receive from q.arrived blocks forever \(nobody sends to it or closes it\)`
}
