// Package locked_twice has goroutines that lock what they hold.
package locked_twice

import "sync"

func use(int) {}

func badDirect(ready bool) int {
	var mu sync.Mutex
	n := 0
	mu.Lock()
	if ready {
		mu.Lock() // want `mu\.Lock blocks forever: this goroutine already holds mu, locked on line 11`
		n++
		mu.Unlock()
	}
	mu.Unlock()
	return n
}

// badInsteadOfUnlock has a slip of the pen.
func badInsteadOfUnlock() {
	var mu sync.Mutex
	mu.Lock()
	use(1)
	mu.Lock() // want `mu\.Lock blocks forever: this goroutine already holds mu, locked on line 24`
}

// badDeferLock defers the wrong method.
func badDeferLock() {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Lock() // want `mu\.Lock blocks forever: this goroutine already holds mu, locked on line 32`
	use(1)
}

type store struct {
	mu   sync.Mutex
	data map[string]string
}

func (s *store) get(key string) string {
	s.mu.Lock() // want `s\.mu\.Lock blocks forever: this goroutine already holds s\.mu, locked on line 50`
	defer s.mu.Unlock()
	return s.data[key]
}

// badRename calls a method that locks.
func (s *store) badRename(from, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data[to] = s.get(from)
	delete(s.data, from)
}

type chain struct {
	mu     sync.Mutex
	blocks []int
}

// The lock is two calls away.
func (c *chain) badReset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.blocks = nil
	c.rebuild()
}

func (c *chain) rebuild() {
	for i := range 3 {
		c.push(i)
	}
}

func (c *chain) push(n int) {
	c.mu.Lock() // want `c\.mu\.Lock blocks forever: this goroutine already holds c\.mu, locked on line 63`
	defer c.mu.Unlock()
	c.blocks = append(c.blocks, n)
}

type meter struct {
	mu sync.Mutex
	n  int
}

func (m *meter) add() {
	m.mu.Lock() // want `m\.mu\.Lock blocks forever: this goroutine already holds m\.mu, locked on line 95`
	m.n++
	m.mu.Unlock()
}

// badAddAll calls the method through a value.
func (m *meter) badAddAll(times int) {
	add := m.add
	m.mu.Lock()
	defer m.mu.Unlock()
	if times > 0 {
		add()
	}
}

type topic struct {
	mu   sync.Mutex
	subs []func()
}

// each calls f for each subscriber.
func (p *topic) each(f func(func())) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, sub := range p.subs {
		f(sub)
	}
}

// badPrune locks in what each calls with the lock.
func (p *topic) badPrune() {
	p.each(func(sub func()) {
		p.mu.Lock() // want `p\.mu\.Lock blocks forever: this goroutine already holds p\.mu, locked on line 109`
		p.subs = nil
		p.mu.Unlock()
	})
}

// badLockMethod calls the Lock of the lock itself through a method value.
func badLockMethod() {
	var mu sync.Mutex
	lock, unlock := mu.Lock, mu.Unlock
	mu.Lock()
	lock() // want `blocks forever: this goroutine already holds a lock, locked on line 129`
	use(1)
	unlock()
	mu.Unlock()
}

var (
	configMu sync.Mutex
	config   = map[string]string{}
)

func setting(key string) string {
	configMu.Lock() // want `configMu\.Lock blocks forever: this goroutine already holds configMu, locked on line 148`
	defer configMu.Unlock()
	return config[key]
}

func badCopySetting(from, to string) {
	configMu.Lock()
	config[to] = setting(from)
	configMu.Unlock()
}

// An embedded lock, of a struct that others lock too.
type entry struct {
	sync.Mutex
	hits int
}

func (e *entry) touch() {
	e.Lock() // want `e\S*Lock blocks forever: this goroutine already holds e\S*, locked on line 166`
	e.hits++
	e.Unlock()
}

func (e *entry) badVisit() {
	e.Lock()
	e.touch()
	e.Unlock()
}

// badLoop forgets to unlock in the loop.
func badLoop() {
	var mu sync.Mutex
	for i := range 2 {
		mu.Lock() // want `mu\.Lock blocks forever: this goroutine already holds mu, locked on line 175`
		use(i)
	}
	mu.Unlock()
}

// badDeferInLoop unlocks when the function returns, not at the end of a round.
func badDeferInLoop() {
	var mu sync.Mutex
	for i := range 2 {
		mu.Lock() // want `mu\.Lock blocks forever: this goroutine already holds mu, locked on line 185`
		defer mu.Unlock()
		use(i)
	}
}

type log struct {
	mu    sync.Mutex
	whole bool
	parts []int
}

// append locks only what is whole.
func (l *log) append(n int) {
	if l.whole {
		l.mu.Lock() // ok: what has parts is not whole
		defer l.mu.Unlock()
	}
	l.parts = append(l.parts, n)
}

func (l *log) goodMerge(parts []int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range parts {
		l.append(n)
	}
}

// fail locks if there is an error.
func (l *log) fail(err error) {
	if err != nil {
		l.mu.Lock() // want `l\.mu\.Lock blocks forever: this goroutine already holds l\.mu, locked on line \d+`
		defer l.mu.Unlock()
		l.parts = nil
	}
}

func (l *log) badMerge(flush func() error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fail(flush())
}

// shared is the id of what has a read lock of its own.
const shared = 1<<64 - 1

type tree struct {
	mu   sync.RWMutex
	open map[uint64]bool
}

type snapshot struct {
	t  *tree
	id uint64
}

func (s *snapshot) close() {
	if s.id == shared {
		s.t.mu.RUnlock()
		return
	}
	s.release()
}

func (s *snapshot) release() {
	s.t.mu.Lock() // ok: what is shared does not come here
	defer s.t.mu.Unlock()
	delete(s.t.open, s.id)
}

func (t *tree) goodShare(use func(*snapshot)) {
	t.mu.RLock()
	s := &snapshot{t: t, id: shared}
	use(s)
	s.close()
}
