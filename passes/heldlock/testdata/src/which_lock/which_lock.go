// Package which_lock takes locks that are found anew each time they are used.
package which_lock

import "sync"

type stripe struct {
	sync.RWMutex
	entries map[uint64]int
}

type striped struct {
	size    int
	stripes []stripe
	extra   []map[uint64]int
}

func newStriped(size int) *striped {
	s := &striped{size: size, stripes: make([]stripe, size), extra: make([]map[uint64]int, size)}
	return s
}

func (s *striped) get(key uint64) int {
	i := key & uint64(s.size-1)

	s.stripes[i].RLock()
	v := s.extra[i][key]
	s.stripes[i].RUnlock()

	return v
}

func (s *striped) getTwice(key uint64) int {
	s.stripes[key&uint64(s.size-1)].RLock()
	v := s.extra[0][key]
	s.stripes[key&uint64(s.size-1)].RUnlock()
	return v
}

type shard struct {
	mu     sync.RWMutex
	values map[int]*int
}

type cache struct {
	shards []shard
	done   chan bool
}

func newCache(n int) *cache { return &cache{shards: make([]shard, n), done: make(chan bool)} }

func (c *cache) drop(key uint64, k int) {
	c.shards[key%uint64(len(c.shards))].drop(k)
}

func (s *shard) drop(k int) {
	s.mu.RLock()
	found := s.values[k] != nil
	s.mu.RUnlock()
	if !found {
		return
	}
	func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.values, k)
	}()
}

func use(key uint64) int {
	s, c := newStriped(16), newCache(4)
	go func() {
		c.drop(key, 1)
		c.done <- true
	}()
	n := s.get(key) + s.getTwice(key)
	<-c.done
	return n
}

func (s *shard) dropOrNot(k int) bool {
	s.mu.RLock()
	if s.values[k] == nil {
		return false // want `return with s.mu locked on line \d+; the return on line \d+ unlocks it`
	}
	s.mu.RUnlock()
	return true
}
