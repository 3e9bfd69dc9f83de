/*
Package heldlock defines an analyzer that reports locks that are not released,
are taken twice, or are released without being held.

# Analyzer heldlock

heldlock: report locks left locked, locked twice or not held

A Lock and its Unlock belong together on every path. The analyzer follows the
locks of each goroutine through the calls and reports a return that leaves a
lock behind, a Lock that waits for the goroutine itself, and an Unlock of what
is not locked.

# Terms

A lock is a sync.Mutex, a sync.RWMutex or a sync.Locker that is one of these. A
goroutine holds a lock from Lock until Unlock, and a read lock from RLock until
RUnlock. Locks are not reentrant: whoever holds one and locks it again waits for
itself. A read lock can be shared, but not with a writer, and new readers wait
for a writer that waits.

# What goes wrong

If a lock is left locked, or is locked twice, the next Lock blocks forever: a
request hangs, and with it every other one that needs the lock. If nothing else
runs, the program ends with

	fatal error: all goroutines are asleep - deadlock!

An Unlock of a lock that is not locked ends the program, and no recover helps:

	fatal error: sync: unlock of unlocked mutex

# Wrong and right

One of two returns forgets to unlock:

	// WRONG
	func (s *session) badPeer(name string) (int, error) {
		s.mu.Lock()
		if s.closed {
			return 0, errClosed // return with s.mu locked
		}
		n := s.peers[name]
		s.mu.Unlock()
		return n, nil
	}

	// RIGHT
	func (s *session) goodPeer(name string) (int, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.closed {
			return 0, errClosed // the deferred Unlock runs on every path
		}
		return s.peers[name], nil
	}

A round of the loop skips the Unlock:

	// WRONG
	func (q *queue) badDrain(jobs <-chan int) {
		for job := range jobs {
			q.mu.Lock() // q.mu.Lock blocks forever
			if job < 0 {
				continue
			}
			q.items = append(q.items, job)
			q.mu.Unlock()
		}
	}

	// RIGHT
	func (q *queue) goodFunc(jobs []int) {
		for _, job := range jobs {
			func() {
				q.mu.Lock()
				defer q.mu.Unlock() // runs at the end of each round
				if job < 0 {
					return
				}
				q.items = append(q.items, job)
			}()
		}
	}

A method locks what its caller holds:

	// WRONG
	func (s *store) get(key string) string {
		s.mu.Lock() // s.mu.Lock blocks forever
		defer s.mu.Unlock()
		return s.data[key]
	}

	func (s *store) badRename(from, to string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.data[to] = s.get(from)
		delete(s.data, from)
	}

	// RIGHT
	func (s *store) getLocked(key string) string { return s.data[key] }

	func (s *store) goodRename(from, to string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.data[to] = s.getLocked(from)
		delete(s.data, from)
	}

	func (s *store) goodRename(from, to string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.data[to] = s.getLocked(from) // takes no lock
		delete(s.data, from)
	}

The holder of the read lock wants to write:

	// WRONG
	func (m *memo) badUpgrade(k int, f func(int) int) int {
		m.mu.RLock()
		defer m.mu.RUnlock()
		if v, ok := m.vals[k]; ok {
			return v
		}
		m.mu.Lock() // m.mu.Lock blocks forever
		defer m.mu.Unlock()
		m.vals[k] = f(k)
		return m.vals[k]
	}

	// RIGHT
	func (m *memo) goodUpgrade(k int, f func(int) int) int {
		m.mu.RLock()
		v, ok := m.vals[k]
		m.mu.RUnlock()
		if ok {
			return v
		}
		m.mu.Lock() // the read lock is released
		defer m.mu.Unlock()
		if v, ok := m.vals[k]; ok {
			return v
		}
		m.vals[k] = f(k)
		return m.vals[k]
	}

One return unlocks by hand what is unlocked by defer too:

	// WRONG
	func (b *buffer) badFlush(write func([]byte) error) error {
		b.mu.Lock()
		defer b.mu.Unlock() // b.mu.Unlock panics
		if len(b.data) == 0 {
			b.mu.Unlock()
			return nil
		}
		return write(b.data)
	}

	// RIGHT
	func (b *buffer) goodFlush(write func([]byte) error) error {
		b.mu.Lock()
		if len(b.data) == 0 {
			b.mu.Unlock()
			return nil
		}
		defer b.mu.Unlock() // deferred behind the other return
		return write(b.data)
	}

The lock is taken to write, and released as if it were taken to read:

	// WRONG
	func (d *directory) badStore(name, addr string) {
		d.mu.Lock()
		d.addrs[name] = addr
		d.mu.RUnlock() // d.mu.RUnlock panics
	}

	// RIGHT
	func (d *directory) goodStore(name, addr string) {
		d.mu.Lock()
		defer d.mu.Unlock() // belongs to Lock
		d.addrs[name] = addr
	}

# Not reported

The analyzer is silent on purpose about

  - a function that locks for its caller: it has no Unlock, it returns a
    function that unlocks, its name says so, or it returns success with the lock
    and failure without;
  - a function that its caller calls with the lock, and that releases it for a
    while;
  - a lock that another goroutine, a callback or the method of a returned object
    releases, or whose Unlock unknown code gets; likewise one that goes to whoever
    receives what the function sends with it;
  - a Lock and an Unlock that depend on the same condition;
  - a second RLock, if no writer of the program can come in between;
  - a lock that is taken twice within one call of a function of another package,
    where it is reported;
  - a panic with a lock, if nobody recovers: the program ends;
  - TryLock, which does not wait.

A goroutine that waits for a lock that another goroutine holds is reported by
deadlock or goroutineleak, and locks in opposite orders by lockorder.

# Flags

There are none.

# heldlock

The finding stands at the return, or at the panic, that leaves the lock behind:

	return with mu locked on line 12
	return with mu locked on line 12; the return on line 20 unlocks it

at the Lock that waits for its own goroutine:

	mu.Lock blocks forever: this goroutine already holds mu, locked on line 12
	mu.Lock blocks forever: this goroutine already holds a read lock of mu, taken on line 12
	mu.RLock blocks forever: this goroutine already holds mu, locked on line 12
	mu.RLock can block forever: this goroutine already holds a read lock of mu, taken on line 12, and a writer waits on line 20

or at the Unlock, of several that come after the same one at the first:

	mu.Unlock panics: mu is not locked
	mu.RUnlock panics: mu is not locked
	mu.Unlock panics: mu is locked by RLock on line 12, not by Lock
	mu.RUnlock panics: mu is locked by Lock on line 12, not by RLock

"Can block" says that it depends on the scheduler whether a writer comes in
between the two readers.
*/
package heldlock
