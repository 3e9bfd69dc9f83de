// Package list_rounds releases a lock for each element of a list, and takes it again for the
// next one.
package list_rounds

import (
	"container/list"
	"sync"
)

type cache[V any] struct {
	mu  sync.RWMutex
	lru *list.List
}

func (c *cache[V]) GoodRange(fn func(V) bool) {
	c.mu.RLock()
	if c.lru.Len() == 0 {
		c.mu.RUnlock()
		return
	}
	for item := c.lru.Front(); item != c.lru.Back().Next(); item = item.Next() {
		v := item.Value.(V)
		c.mu.RUnlock()
		if !fn(v) {
			return
		}
		if item.Next() != nil { // behind the last one is nothing
			c.mu.RLock()
		}
	}
}

func (c *cache[V]) GoodBackwards(fn func(V) bool) {
	c.mu.RLock()
	if c.lru.Len() == 0 {
		c.mu.RUnlock()
		return
	}
	for item := c.lru.Back(); item != c.lru.Front().Prev(); item = item.Prev() {
		v := item.Value.(V)
		c.mu.RUnlock()
		if !fn(v) {
			return
		}
		if item.Prev() != nil { // before the first one is nothing
			c.mu.RLock()
		}
	}
}

func (c *cache[V]) BadRange(fn func(V) bool) {
	c.mu.RLock()
	for item := c.lru.Front(); item != nil; item = item.Next() {
		v := item.Value.(V)
		c.mu.RUnlock()
		ok := fn(v)
		c.mu.RLock()
		if !ok {
			return // want `return with c.mu locked on line \d+`
		}
	}
	c.mu.RUnlock()
}
