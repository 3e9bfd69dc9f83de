// Package lazy evaluates when it is asked.
package lazy

import (
	"sync"
	"sync/atomic"
)

type Lazy[T any] struct {
	Evaluate func() (T, error)
	cache    atomic.Pointer[cacheEntry[T]]
}

type cacheEntry[T any] struct {
	eval   func() (T, error)
	lock   sync.RWMutex
	result *T
}

func (e *cacheEntry[T]) get() (T, error) {
	if cur := func() *T {
		e.lock.RLock()
		defer e.lock.RUnlock()
		return e.result
	}(); cur != nil {
		return *cur, nil
	}
	e.lock.Lock()
	defer e.lock.Unlock()
	if e.result != nil {
		return *e.result, nil
	}
	r, err := e.eval()
	if err == nil {
		e.result = &r
	}
	return r, err
}

func (z *Lazy[T]) newCacheEntry() *cacheEntry[T] { return &cacheEntry[T]{eval: z.Evaluate} }

func (z *Lazy[T]) Notify() { z.cache.Swap(z.newCacheEntry()) }

func (z *Lazy[T]) Get() (T, error) {
	e := z.cache.Load()
	if e == nil {
		z.cache.CompareAndSwap(nil, z.newCacheEntry())
		e = z.cache.Load()
	}
	return e.get()
}
