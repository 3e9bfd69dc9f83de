/*
Package datarace defines an analyzer that reports variables that goroutines
access at the same time.

# Analyzer datarace

datarace: report variables shared without synchronisation

The analyzer follows the accesses of goroutines to the memory that they share
through the interleavings that it explores. It reports two accesses, one of them
a write, that nothing orders: neither a channel, a lock or a WaitGroup, nor
anything else that the Go memory model names.

# Terms

An access is a read or write of a variable, a field, an element of a slice, or the
contents of a map. Copying a struct accesses all its fields. One access happens
before another if both are in the same goroutine, or if the first goroutine does
something that the second one waits for: it starts it, sends what it receives,
closes a channel, unlocks a lock, calls Done before a Wait, cancels a context, or
writes what the other reads by sync/atomic. Time alone orders nothing. Two accesses
race if neither happens before the other.

# What goes wrong

The program may see old values, parts of new ones, or none of it for months. A map
that is written and read at the same time ends the program with

	fatal error: concurrent map read and map write

A slice, string or interface of which one word is old and another new leads
anywhere. Compilers may assume that there are no races: a loop that waits for a
plain variable can run forever. The race detector (go test -race) finds a race
only if the test runs it, on the schedule that it happens to get.

# Wrong and right

Several goroutines write a variable:

	// WRONG
	func badCounter(n int) int {
		var wg sync.WaitGroup
		count := 0
		for range n {
			wg.Add(1)
			go func() {
				defer wg.Done()
				count++ // variable count is written here and written by another goroutine
			}()
		}
		wg.Wait()
		return count
	}

	// RIGHT
	func goodCounter(n int) int {
		var wg sync.WaitGroup
		var mu sync.Mutex
		count := 0
		for range n {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mu.Lock()
				defer mu.Unlock()
				count++
			}()
		}
		wg.Wait()
		return count // after all of them
	}

The result is read although the goroutine may still write it:

	// WRONG
	func badTimeout(ctx context.Context) (int, error) {
		var v int
		var err error
		done := make(chan struct{})
		go func() {
			v, err = fetch() // variable v is written here and read by another goroutine
			close(done)
		}()
		select {
		case <-done:
		case <-ctx.Done():
		}
		return v, err
	}

	// RIGHT
	func goodTimeout(ctx context.Context) (int, error) {
		var v int
		var err error
		done := make(chan struct{})
		go func() {
			v, err = fetch()
			close(done)
		}()
		select {
		case <-done:
			return v, err // the goroutine has written them
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}

The goroutine and the function share an error:

	// WRONG
	func badNamedResult() (err error) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			err = work() // variable err is written here and written by another goroutine
		}()
		err = work()
		<-done
		return err
	}

	// RIGHT
	func goodOwnError() (err error) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			err := work() // its own
			use(err)
		}()
		err = work()
		<-done
		return err
	}

A map is written under a lock for readers:

	// WRONG
	func badMapReadLock(names []string) {
		var mu sync.RWMutex
		lengths := map[string]int{}
		for _, name := range names {
			go func() {
				mu.RLock()
				defer mu.RUnlock()
				lengths[name] = 1 // map lengths is written here and written by another goroutine
			}()
		}
	}

	// RIGHT
	func goodMapLock(names []string) {
		var mu sync.RWMutex
		lengths := map[string]int{}
		for _, name := range names {
			go func() {
				mu.Lock()
				defer mu.Unlock()
				lengths[name] = 1
			}()
		}
	}

The lock is taken in one place and forgotten in another:

	// WRONG
	func badUnlockedRead() int {
		s := &stats{}
		go func() {
			s.mu.Lock()
			s.hits++
			s.mu.Unlock()
		}()
		return s.hits // variable s.hits is read here without s.mu
	}

	// RIGHT
	func goodLockedRead() int {
		s := &stats{}
		go func() {
			s.mu.Lock()
			s.hits++
			s.mu.Unlock()
		}()
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.hits
	}

A type locks a field wherever it writes it, but one of its methods does not:

	// WRONG
	func (it *iterator) BadNode() *node {
		return it.nodes[it.index] // variable it.nodes is read here without it.mu
	}

	// RIGHT
	func (it *iterator) GoodNode() *node {
		it.mu.Lock()
		defer it.mu.Unlock()
		return it.nodes[it.index]
	}

A handler of HTTP requests, or a method of a gRPC service, runs once for each of them, at
the same time:

	// WRONG
	func (s *server) badHits(w http.ResponseWriter, r *http.Request) {
		s.hits++ // variable s.hits is written here and written by another goroutine
	}

	// RIGHT
	func (s *server) goodHits(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.hits++
	}

# Not reported

  - Accesses that are ordered: before the goroutine starts, after it was waited
    for, under a common lock, or handed over through a channel. So a check and an
    act under two different locks are no data race, although they may be wrong.
  - Races between functions that no function of the package, and no type with a
    constructor or a method to start it, and one to close it, brings together: a caller
    can know that it must not call two methods at the same time, unless both take the
    same lock, one of them too late for what it accesses, or only one does, and the lock
    is held at most other accesses to the field and at all that write it. What a comment
    says of locks or goroutines is taken for the reason. An exported method
    without locks that the package calls in its goroutines only is not taken to be for
    others, and one that sets fields may be meant for the time before Start.
  - Handlers that tell somebody by a channel that they have run, that are called under a
    lock, whose receiver is made for each request, or that neither net/http nor a common
    router (gorilla/mux, chi, httprouter, gin, echo, fiber) gets.
  - Elements of slices at indices that are not constant, accesses through pointers
    that come from calls of unknown code, and what is done more than six calls
    away from the goroutine, or from the function that starts it.
  - Accesses after calls of code that is not known, or that talks to files, the
    network or other processes, if the other goroutine calls such code, too: it may
    order them. Likewise after a value was given to unknown code, or taken from it,
    through a channel that the program made.
  - Accesses in a function that is not exported, without a lock that it may expect
    its callers to hold, if the other goroutine holds it.
  - Goroutines of one go statement that start one after the other, by a token that
    comes from elsewhere.
  - Goroutines that listen at what may be the same address before: only one of them can.
  - Contents of a sync.Pool or sync.Map, variables that only initialisation writes.
  - What functions with a //go:norace directive access: their authors know of it.
  - What go vet reports: copied locks, and results of sync/atomic that are assigned
    to the variable itself.

# Flags

There are none.

# datarace

The finding stands at the access without a lock, or else at the write:

	variable result is written here and read on line 12 by another goroutine without synchronisation
	map lengths is written here and written on line 12 by another goroutine without synchronisation
	element of out is written here and read on line 12 by another goroutine without synchronisation
	variable s.hits is read here without s.mu, which another goroutine holds where it is written on line 12

There is one finding for a variable and two functions, however often they access
it. The steps end with the second access; the first one is before it, in the other
goroutine.
*/
package datarace
