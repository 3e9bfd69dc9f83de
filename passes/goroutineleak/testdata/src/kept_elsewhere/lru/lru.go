// Package lru keeps values by key.
package lru

import (
	"sync"
	"time"

	"kept_elsewhere/lru/list"
)

type LRU[K comparable, V any] struct {
	mu    sync.Mutex
	items map[K]*list.Entry[K, V]
	list  *list.List[K, V]
	done  chan struct{}
	added chan struct{}
}

func New[K comparable, V any]() *LRU[K, V] {
	l := &LRU[K, V]{items: map[K]*list.Entry[K, V]{}, list: &list.List[K, V]{}, done: make(chan struct{}), added: make(chan struct{}, 1)}
	go func(done <-chan struct{}) {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				l.expire()
			}
		}
	}(l.done)
	return l
}

func (l *LRU[K, V]) expire() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.items)
}

func (l *LRU[K, V]) Add(k K, v V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.items[k] = l.list.Push(k, v)
	select {
	case l.added <- struct{}{}:
	default:
	}
}

func (l *LRU[K, V]) Get(k K) (V, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.items[k]; ok {
		return e.Value, true
	}
	var none V
	return none, false
}

func (l *LRU[K, V]) Close() { close(l.done) }

func (l *LRU[K, V]) Wait() { <-l.done }
