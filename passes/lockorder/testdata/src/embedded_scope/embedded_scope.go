// Package embedded_scope has types that embed a pointer to the same type: their
// locks are different ones.
package embedded_scope

import "sync"

type scope struct {
	sync.Mutex
	used int
}

type manager struct {
	mu       sync.Mutex
	services map[string]*serviceScope
}

type serviceScope struct {
	*scope
	peers map[string]*scope
}

type streamScope struct {
	*scope
	m    *manager
	name string
}

func (m *manager) service(name string) *serviceScope {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.services[name]
}

func (m *manager) collect() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.services {
		s.Lock()
		clear(s.peers)
		s.Unlock()
	}
}

func (s *streamScope) setService(name string) *serviceScope {
	s.Lock()
	defer s.Unlock()
	s.name = name
	return s.m.service(name) // ok: the lock of a stream is not that of a service
}

type hotel struct{ mu sync.Mutex }

type guest struct {
	*scope
	h *hotel
}

func (g *guest) leave() {
	g.Lock()
	defer g.Unlock()
	g.h.mu.Lock() // want `g.h.mu is locked while g is held; on line 69 they are locked in the opposite order`
	defer g.h.mu.Unlock()
	g.used--
}

func (g *guest) enter() {
	g.h.mu.Lock()
	defer g.h.mu.Unlock()
	g.Lock()
	defer g.Unlock()
	g.used++
}
