package forgotten_lock

import (
	"io"
	"sync"
)

// A Manager has sessions that tell it whether they have locked it.
type Manager struct {
	mu       sync.Mutex
	sessions map[int]io.Closer
	closed   bool
}

func NewManager() *Manager { return &Manager{sessions: map[int]io.Closer{}} }

func (m *Manager) Add(id int, s io.Closer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.sessions[id] = s
	}
}

// Remove locks the manager unless it is locked.
func (m *Manager) Remove(locked bool, id int) {
	if !locked {
		m.mu.Lock()
		defer m.mu.Unlock()
	}
	if m.closed { // ok: the caller has the lock
		return
	}
	delete(m.sessions, id) // ok
}

func (m *Manager) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil
	}
	m.closed = true
	for _, s := range m.sessions {
		s.Close()
	}
	m.sessions = nil
	return nil
}

func Serve(m *Manager, id int, s io.Closer) {
	m.Add(id, s)
	go func() {
		s.Close()
		m.Remove(false, id)
	}()
}

// A writer is what acks are written to.
type writer interface{ Write(n int) error }

// acks writes what it has got, when it is told to.
type acks struct {
	to  writer
	got []int
}

func (a *acks) Flush() {
	for _, n := range a.got {
		a.to.Write(n)
	}
}

// receiver is written to by its acks only, with the lock held.
type receiver struct {
	mu   sync.RWMutex
	acks *acks
	next int
}

func newReceiver() *receiver {
	r := &receiver{}
	r.acks = &acks{to: r}
	return r
}

func (r *receiver) Push(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.acks.got = append(r.acks.got, n)
	r.next = n + 1
}

func (r *receiver) Read() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next++
	return r.next
}

func (r *receiver) Flush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.acks.Flush()
}

func (r *receiver) Write(n int) error {
	println(n, r.next) // ok: Flush has the lock
	return nil
}

// A monitor watches devices.
type monitor struct {
	mu      sync.Mutex
	devices []string
	off     bool
}

func (m *monitor) Add(device string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.devices = append(m.devices, device)
}

func (m *monitor) Reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.devices = nil
}

func (m *monitor) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.devices)
}

func (m *monitor) First() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.devices[0]
}

// GoodDisable has no effect if there are devices; it should be called after creating the
// monitor, before the first of them.
func (m *monitor) GoodDisable() bool { return len(m.devices) == 0 } // ok: callers know

// BadEmpty is called at any time.
func (m *monitor) BadEmpty() bool { return len(m.devices) == 0 } // want `variable m.devices is read here without m.mu`
