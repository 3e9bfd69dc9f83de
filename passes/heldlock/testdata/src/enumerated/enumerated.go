// Package enumerated switches over all constants of a type, or not.
package enumerated

import "sync"

type from int

const (
	memory from = iota
	disk
	both
)

// Level is for other packages, too.
type Level int

const (
	Low Level = iota
	High
)

type store struct {
	mu     sync.Mutex
	values map[string]int
}

func New() *store { return &store{values: map[string]int{}} }

func load(string) int { return 0 }

func (s *store) GoodRead(name string, f from) int {
	s.mu.Lock()
	switch f {
	case memory, both:
		if v, ok := s.values[name]; ok || f == memory {
			s.mu.Unlock()
			return v
		}
		fallthrough
	case disk:
		v := load(name)
		s.values[name] = v
		s.mu.Unlock()
		return v
	}
	return -1 // ok: there is nothing else
}

func (s *store) BadRead(name string, f from) int {
	s.mu.Lock()
	switch f {
	case memory:
		v := s.values[name]
		s.mu.Unlock()
		return v
	case disk:
		s.mu.Unlock()
		return load(name)
	}
	return -1 // want `return with s\.mu locked on line 50`
}

func (s *store) BadLevel(l Level) int {
	s.mu.Lock()
	switch l {
	case Low:
		s.mu.Unlock()
		return 1
	case High:
		s.mu.Unlock()
		return 2
	}
	return -1 // want `return with s\.mu locked on line 64`
}
