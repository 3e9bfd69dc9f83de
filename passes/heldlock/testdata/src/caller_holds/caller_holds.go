// Package caller_holds has functions that are called with a lock, release it for
// a while and take it again. None is wrong.
package caller_holds

import "sync"

func use(int) {}

type scheduler struct {
	mu      sync.Mutex
	running int
	queue   []func()
	stopped bool
}

// runLocked is called with s.mu held, and returns with it held.
func (s *scheduler) runLocked() {
	job := s.queue[0]
	s.queue = s.queue[1:]
	s.running++
	s.mu.Unlock() // ok: the caller holds it
	job()
	s.mu.Lock()
	s.running--
}

func (s *scheduler) goodRun() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) > 0 && !s.stopped {
		s.runLocked()
	}
}

// flush must be called with s.mu held. It does without the lock while it calls.
func (s *scheduler) flush(write func() error) error {
	if s.stopped {
		return nil // ok: never released
	}
	s.mu.Unlock()
	err := write()
	s.mu.Lock()
	return err // ok: held as before
}

func (s *scheduler) goodFlush(write func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flush(write)
}

// flushDefer takes the lock again by defer.
func (s *scheduler) flushDefer(write func() error) error {
	s.mu.Unlock()
	defer s.mu.Lock()
	return write() // ok: locked by the deferred call
}

func (s *scheduler) goodFlushDefer(write func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flushDefer(write)
}

// unlocked calls f without the lock that its caller holds.
func (s *scheduler) unlocked(f func()) {
	s.mu.Unlock()
	defer s.mu.Lock()
	f()
}

func (s *scheduler) goodUnlocked() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unlocked(func() {
		s.mu.Lock() // ok: unlocked has released it
		use(s.running)
		s.mu.Unlock()
	})
}

// goodAwait polls, and sleeps without the lock.
func (s *scheduler) goodAwait(pause func()) {
	s.mu.Lock()
	for s.running > 0 {
		s.mu.Unlock()
		pause()
		s.mu.Lock() // ok: released two lines above
	}
	s.stopped = true
	s.mu.Unlock()
}

// A node is locked by the function that walks over the nodes.
type node struct {
	mu   *sync.Mutex
	next *node
	n    int
}

// goodShared has one lock in all nodes, which the first one takes.
func goodShared(first *node) int {
	first.mu.Lock()
	defer first.mu.Unlock()
	sum := 0
	for n := first; n != nil; n = n.next {
		sum += n.value()
	}
	return sum
}

func (n *node) value() int { return n.n }

// renumber lets go of the lock that its caller holds for a while.
func (t *table) renumber() int {
	t.mu.Unlock()

	t.index.Lock()
	t.next++
	n := t.next
	t.index.Unlock()

	t.mu.Lock()
	return n
}

func (t *table) renumberAll(keys []int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range keys {
		t.byKey[k] = t.renumber()
	}
}

func (t *table) renumberOne(key int) int {
	t.mu.Lock()
	n := t.renumber()
	t.byKey[key] = n
	t.mu.Unlock()
	return n
}

type table struct {
	mu    sync.Mutex
	byKey map[int]int
	index sync.Mutex
	next  int
}

func useTable(keys []int) {
	t := &table{byKey: map[int]int{}}
	done := make(chan bool)
	go func() {
		t.renumberAll(keys)
		close(done)
	}()
	use(t.renumberOne(1))
	<-done
}

type waiter struct {
	mu      sync.Mutex
	changed *sync.Cond
	n       int
}

// Wait gives the lock back for as long as it waits.
func (w *waiter) Wait(stop <-chan struct{}) bool {
	defer w.mu.Lock()
	select {
	case <-stop:
		return false // ok: the caller unlocks it
	default:
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changed.Wait()
	}()
	w.mu.Unlock() // ok: the caller has locked it
	select {
	case <-stop:
		return false
	case <-done:
		return true
	}
}
