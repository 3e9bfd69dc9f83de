// Package locked_once has goroutines that look as if they locked twice.
package locked_once

import "sync"

func use(int) {}

type store struct {
	mu   sync.Mutex
	data map[string]string
	next *store
}

func (s *store) get(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.getLocked(key)
}

func (s *store) getLocked(key string) string { return s.data[key] }

func (s *store) goodRename(from, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data[to] = s.getLocked(from) // ok: takes no lock
	delete(s.data, from)
}

// goodCopyFrom reads from another store.
func (s *store) goodCopyFrom(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data[key] = s.next.get(key) // ok: another lock
}

// goodBetween calls the method while the lock is free.
func (s *store) goodBetween(from, to string) {
	s.mu.Lock()
	delete(s.data, to)
	s.mu.Unlock()
	v := s.get(from) // ok: released
	s.mu.Lock()
	s.data[to] = v
	s.mu.Unlock()
}

// goodSpawn leaves the method to another goroutine.
func (s *store) goodSpawn(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	go func() {
		s.get(key) // ok: waits until the lock is released
	}()
	s.data[key] = ""
}

// goodCallback only makes the function that locks.
func (s *store) goodCallback(key string) func() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.data, key)
	return func() string { return s.get(key) } // ok: called later
}

// goodDeferOrder runs the deferred calls from the last to the first.
func (s *store) goodDeferOrder(key string) {
	defer s.get(key) // ok: runs after Unlock
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.data, key)
}

// goodSwap locks two variables of one type.
func goodSwap() {
	var a, b sync.Mutex
	a.Lock()
	b.Lock() // ok: another lock
	use(1)
	b.Unlock()
	a.Unlock()
}

// goodReplaced locks the lock of the object that it moves on to.
func (s *store) goodReplaced(key string) string {
	cur := s
	cur.mu.Lock()
	for cur.next != nil {
		next := cur.next
		next.mu.Lock() // ok: hand over hand
		cur.mu.Unlock()
		cur = next
	}
	defer cur.mu.Unlock()
	return cur.data[key]
}

// goodFresh locks an object that it has just made.
func (s *store) goodFresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	child := &store{data: map[string]string{}}
	child.mu.Lock() // ok: another lock
	child.data["a"] = s.data["a"]
	child.mu.Unlock()
	s.next = child
}

// goodCond waits with the lock, and gets it back.
func goodCond() {
	var mu sync.Mutex
	ready := false
	cond := sync.NewCond(&mu)
	go func() {
		mu.Lock() // ok: Wait releases it
		ready = true
		cond.Broadcast()
		mu.Unlock()
	}()
	cond.L.Lock()
	for !ready {
		cond.Wait()
	}
	cond.L.Unlock() // ok: mu by its other name
}

// goodOnce has two closures of which one at most runs.
func goodOnce(first bool) {
	var mu sync.Mutex
	locked := func() {
		mu.Lock()
		use(1)
		mu.Unlock()
	}
	mu.Lock()
	if first {
		mu.Unlock()
		locked() // ok: released before
		return
	}
	use(2)
	mu.Unlock()
}

// goodStripes locks two of many, if they are different.
func goodStripes(locks []sync.Mutex, i, j int) {
	if i == j {
		return
	}
	if i > j {
		i, j = j, i
	}
	locks[i].Lock()
	defer locks[i].Unlock()
	locks[j].Lock() // ok: j differs from i
	defer locks[j].Unlock()
	use(i + j)
}

// goodStripe takes the lock of the hash, one at a time.
func goodStripe(locks *[16]sync.Mutex, hashes []uint) {
	for _, h := range hashes {
		locks[h%16].Lock()
		use(int(h))
		locks[h%16].Unlock()
	}
}

func goodTwice() {
	var mu sync.Mutex
	mu.Lock()
	use(1)
	mu.Unlock()
	mu.Lock() // ok: released before
	use(2)
	mu.Unlock()
}

func goodLoop() {
	var mu sync.Mutex
	for i := range 2 {
		mu.Lock() // ok: released in every round
		use(i)
		mu.Unlock()
	}
}

func goodTryLock() {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	if mu.TryLock() { // ok: does not wait
		mu.Unlock()
	}
}
