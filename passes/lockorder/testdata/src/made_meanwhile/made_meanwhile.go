package made_meanwhile

import "sync"

// A session is set up again and again; each time has a lock of its own.
type session struct {
	setupMu sync.Mutex
	next    *setup
	current *setup
}

type setup struct {
	mu sync.Mutex
	n  int
}

func (s *session) goodRenew() {
	old := s.current
	old.mu.Lock()
	defer old.mu.Unlock()
	s.goodSetUp()
}

func (s *session) goodSetUp() {
	s.setupMu.Lock()
	defer s.setupMu.Unlock()
	s.next = &setup{}
	s.next.count() // ok: it was made under setupMu, nobody who has it waits for that
	s.current = s.next
}

func (t *setup) count() {
	t.mu.Lock()
	t.n++
	t.mu.Unlock()
}

// A badSession sets up the same thing again.
type badSession struct {
	setupMu sync.Mutex
	current *badSetup
}

type badSetup struct {
	mu sync.Mutex
	n  int
}

func (s *badSession) Renew() {
	old := s.current
	old.mu.Lock()
	defer old.mu.Unlock()
	s.SetUp()
}

func (s *badSession) SetUp() {
	s.setupMu.Lock() // want `s.setupMu is locked while old.mu is held; on line 63 they are locked in the opposite order`
	defer s.setupMu.Unlock()
	s.current.count()
}

func (t *badSetup) count() {
	t.mu.Lock()
	t.n++
	t.mu.Unlock()
}
