package forgotten_lock

import "sync"

// A Stack forgets its lock in one of its methods.
type Stack[T any] struct {
	first T
	mu    sync.Mutex
	items []T
}

func (s *Stack[T]) Push(v T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, v)
}

func (s *Stack[T]) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = nil
}

func (s *Stack[T]) BadAt(i int) T {
	return s.items[i] // want `variable s.items is read here without s.mu, which another goroutine holds where it is written on line \d+`
}

// A Queue has a helper that is called with the lock.
type Queue[T any] struct {
	first T
	mu    sync.Mutex
	items []T
}

func (q *Queue[T]) Push(v T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, v)
}

func (q *Queue[T]) Clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = nil
}

func (q *Queue[T]) GoodAt(i int) T {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.at(i)
}

func (q *Queue[T]) at(i int) T { return q.items[i] }
