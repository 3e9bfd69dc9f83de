/*
Package lockorder defines an analyzer that reports locks that are taken in
opposite orders.

# Analyzer lockorder

lockorder: report locks that are taken in opposite orders

If one goroutine holds a lock and waits for a second one, and another goroutine
holds the second and waits for the first, both wait forever. The analyzer
collects over all functions of a package which locks they take while they hold
which, and reports two or three that make a circle.

# Terms

A lock is known by the field of a type, or by the package variable, that it is:
the locks in the same field of two objects count as one. It is taken under
another one if the same goroutine holds that meanwhile, also if a function takes
the first one and a function that it calls the second. The functions and methods
of a package can run concurrently, except main, init and tests.

# What goes wrong

Both goroutines hang, and with them all that need one of the two locks. It takes
two calls at the same moment, so it is rare in a test and comes under load. The
runtime says nothing as long as any other goroutine can run.

# Wrong and right

Two methods take the locks of their object in opposite orders:

	// WRONG
	func (b *broker) badPublish(topic, text string) {
		b.subsMu.Lock()
		defer b.subsMu.Unlock()
		b.statMu.Lock() // b.statMu is locked while b.subsMu is held
		b.sent[topic]++
		b.statMu.Unlock()
	}

	func (b *broker) badReport(topic string) (sent, subs int) {
		b.statMu.Lock()
		defer b.statMu.Unlock()
		b.subsMu.Lock() // the opposite order
		defer b.subsMu.Unlock()
		return b.sent[topic], len(b.subs[topic])
	}

	// RIGHT
	func (h *hub) goodPublish(topic, text string) {
		h.subsMu.Lock()
		defer h.subsMu.Unlock()
		h.statMu.Lock()
		h.sent[topic]++
		h.statMu.Unlock()
	}

	func (h *hub) goodReport(topic string) (sent, subs int) {
		h.subsMu.Lock() // in the same order
		defer h.subsMu.Unlock()
		h.statMu.Lock()
		defer h.statMu.Unlock()
		return h.sent[topic], len(h.subs[topic])
	}

Two objects know each other, and each locks the other one:

	// WRONG
	func (e *engine) badCancelAll() {
		e.mu.Lock()
		defer e.mu.Unlock()
		for _, job := range e.tasks {
			job.mu.Lock() // job.mu is locked while e.mu is held
			job.done = true
			job.mu.Unlock()
		}
	}

	func (job *task) badFinish() {
		job.mu.Lock()
		defer job.mu.Unlock()
		job.done = true
		job.engine.mu.Lock() // the opposite order
		delete(job.engine.tasks, job.id)
		job.engine.mu.Unlock()
	}

	// RIGHT
	func (d *depot) goodTotal() int {
		d.mu.Lock()
		defer d.mu.Unlock()
		n := 0
		for _, c := range d.carts {
			c.mu.Lock()
			n += c.load
			c.mu.Unlock()
		}
		return n
	}

	func (c *cart) goodPark() {
		c.mu.Lock()
		d := c.depot
		c.mu.Unlock() // released before the depot is locked
		d.mu.Lock()
		defer d.mu.Unlock()
		c.mu.Lock()
		defer c.mu.Unlock()
		d.carts = append(d.carts, c)
		c.load = 0
	}

# Not reported

The analyzer is silent on purpose about

  - orders that a third lock keeps apart, because both goroutines hold it
    meanwhile, and one of them to write;
  - two objects of one type that lock each other: which comes first can be
    decided by a number or an address;
  - a lock that is a local variable, and an object that nobody else has seen yet, or
    that was made while the other lock was held;
  - TryLock, which does not wait, and read locks on both sides;
  - orders that occur in init, main or tests only, or on a path that depends on
    values that are equal by chance;
  - locks in two fields of one type, as the halves of a connection;
  - a lock of an object and one of what another object refers to, where the other
    order is that of an object and of what it refers to itself;
  - a circle of four locks or more, and one with an order that is wrong by a circle
    of fewer.

If a function starts both goroutines itself, it is known that they run
concurrently: then deadlock reports the goroutines that are blocked instead. A
goroutine that locks what it holds is reported by heldlock.

# Flags

There are none.

# lockorder

The finding stands at the second Lock of the order that comes first in the
source, and names the second Lock of the other one:

	mu is locked while mu is held; on line 12 they are locked in the opposite order
	mu is locked while mu is held; lines 12 and 20 close a circle

The second form is for a circle of three locks: each is taken while another one
of them is held.
*/
package lockorder
