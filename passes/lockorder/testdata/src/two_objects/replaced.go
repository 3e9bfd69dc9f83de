package two_objects

import "sync"

type disk struct {
	maintenance sync.RWMutex
	files       int
}

type bucket struct {
	flush sync.Mutex
	disk  *disk
}

func (b *bucket) shutdown() {
	b.flush.Lock()
	b.flush.Unlock()
}

func (b *bucket) register() {
	b.flush.Lock()
	defer b.flush.Unlock()
	b.disk.maintenance.RLock()
	defer b.disk.maintenance.RUnlock()
	b.disk.files++
}

// goodReplace holds the lock of the new disk while it takes one of the old bucket.
func goodReplace(by, old *bucket) {
	by.disk.maintenance.Lock()
	defer by.disk.maintenance.Unlock()
	old.shutdown() // ok: register takes those of one bucket
}

type shelf struct {
	sort  sync.Mutex
	place *place
}

type place struct{ mu sync.Mutex }

func (s *shelf) put() {
	s.sort.Lock()
	defer s.sort.Unlock()
	s.place.mu.Lock() // want `s\.place\.mu is locked while s\.sort is held`
	s.place.mu.Unlock()
}

func (s *shelf) move() {
	s.place.mu.Lock()
	defer s.place.mu.Unlock()
	s.sort.Lock()
	s.sort.Unlock()
}
