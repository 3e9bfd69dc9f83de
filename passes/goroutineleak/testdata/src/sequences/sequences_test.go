package sequences

import (
	"sync"
	"sync/atomic"
	"testing"

	"sequences/lazy"
)

func TestOnceGood(t *testing.T) {
	s := newSequence(8)
	var count int64
	var z lazy.Lazy[int64]
	z.Evaluate = func() (int64, error) {
		if atomic.AddInt64(&count, 1) == 1 {
			s.step(1)
			s.step(4)
		}
		return 1, nil
	}
	s.start()
	z.Notify()
	a, b, c := get(t, s, &z, 0, 5), get(t, s, &z, 2, 6), get(t, s, &z, 3, 7)
	a()
	b()
	c()
}

func get[T any](t *testing.T, s sequence, z *lazy.Lazy[T], pre, post int) func() T {
	var wg sync.WaitGroup
	var val T
	wg.Add(1)
	go func() {
		defer wg.Done()
		var err error
		s.step(pre)
		val, err = z.Get()
		s.step(post)
		if err != nil {
			t.Errorf("unexpected error: %v", err)
		}
	}()
	return func() T { wg.Wait(); return val }
}
