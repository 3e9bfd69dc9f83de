// Package released_elsewhere has locks that a returned closure, another
// goroutine, or the other side of a condition releases. None is wrong.
package released_elsewhere

import (
	"errors"
	"flag"
	"io/fs"
	"sync"
)

func use(int) {}

type vault struct {
	mu     sync.Mutex
	sealed bool
	n      int
}

// goodLease returns the function that unlocks.
func (v *vault) goodLease() (release func(), err error) {
	v.mu.Lock()
	if v.sealed {
		v.mu.Unlock()
		return nil, errors.New("sealed")
	}
	return func() { v.mu.Unlock() }, nil // ok: the closure unlocks
}

// goodLeaseValue returns the method.
func (v *vault) goodLeaseValue() func() {
	v.mu.Lock()
	if v.sealed {
		v.mu.Unlock()
		return func() {}
	}
	return v.mu.Unlock // ok: the caller calls it
}

func (v *vault) goodLeased() error {
	release, err := v.goodLease()
	if err != nil {
		return err
	}
	defer release()
	v.n++
	return nil
}

func (v *vault) lock() func() {
	v.mu.Lock()
	return v.mu.Unlock
}

// goodOneLine has the idiom with two pairs of parentheses.
func (v *vault) goodOneLine() int {
	defer v.lock()()
	return v.n
}

// goodHandedOver leaves the lock to the goroutine that it starts.
func (v *vault) goodHandedOver(work func()) error {
	v.mu.Lock()
	if v.sealed {
		v.mu.Unlock()
		return errors.New("sealed")
	}
	go func() {
		defer v.mu.Unlock()
		work()
	}()
	return nil // ok: the goroutine unlocks
}

// A lease releases its vault when it is closed.
type lease struct{ v *vault }

func (l *lease) Close() error {
	l.v.mu.Unlock()
	return nil
}

// goodOpen returns an object that unlocks.
func (v *vault) goodOpen() (*lease, error) {
	v.mu.Lock()
	if v.sealed {
		v.mu.Unlock()
		return nil, errors.New("sealed")
	}
	return &lease{v}, nil // ok: Close unlocks
}

// goodCallback leaves the Unlock to a callback.
func (v *vault) goodCallback(after func(func())) {
	v.mu.Lock()
	if v.sealed {
		v.mu.Unlock()
		return
	}
	after(v.mu.Unlock)
}

// A request is answered by the handler of the reply, which unlocks.
type client struct {
	busy  sync.Mutex
	quit  chan struct{}
	reply chan int
}

func newClient() *client {
	return &client{quit: make(chan struct{}), reply: make(chan int, 1)}
}

func (c *client) goodSend(send func() error) error {
	c.busy.Lock()
	if err := send(); err != nil {
		c.busy.Unlock()
		return err
	}
	return nil // ok: goodReply unlocks
}

func (c *client) goodReply(n int) {
	c.busy.Unlock()
	c.reply <- n
}

// goodCondition has the same condition at both ends.
func (v *vault) goodCondition(shared bool) {
	if shared {
		v.mu.Lock()
	}
	v.n++
	if shared {
		v.mu.Unlock()
	}
}

var verbose = flag.Bool("v", false, "tell what happens")

// goodSetting has the same condition at both ends, though f might change it.
func (v *vault) goodSetting(f func()) {
	if *verbose {
		v.mu.Lock()
	}
	f()
	if *verbose {
		v.mu.Unlock()
	}
}

// badSetting has a condition only at one end.
func (v *vault) badSetting(f func()) {
	f()
	v.mu.Lock()
	if *verbose {
		return // want `return with v\.mu locked on line \d+`
	}
	v.n++
	v.mu.Unlock()
}

// goodConditionDefer has the condition once.
func (v *vault) goodConditionDefer(shared bool) int {
	if shared {
		v.mu.Lock()
		defer v.mu.Unlock()
	}
	if v.sealed {
		return 0
	}
	return v.n
}

// goodConditionReturn returns in the middle, unlocked on the same condition.
func (v *vault) goodConditionReturn(shared bool) int {
	if shared {
		v.mu.Lock()
	}
	if v.sealed {
		if shared {
			v.mu.Unlock()
		}
		return 0
	}
	n := v.n
	if shared {
		v.mu.Unlock()
	}
	return n
}

// goodNilLock locks if there is a lock.
func goodNilLock(mu *sync.Mutex, n int) {
	if mu != nil {
		mu.Lock()
	}
	use(n)
	if mu != nil {
		mu.Unlock()
	}
}

// goodLocked remembers in a variable whether it holds the lock.
func (v *vault) goodLocked(steps []func() error) error {
	locked := false
	for i, step := range steps {
		if i == 1 {
			v.mu.Lock()
			locked = true
		}
		if err := step(); err != nil {
			if locked {
				v.mu.Unlock()
			}
			return err
		}
	}
	if locked {
		v.mu.Unlock()
	}
	return nil
}

// A goodCond is called with its lock held, as sync.Cond is.
type goodCond struct {
	main  sync.Locker
	inner *sync.Cond
	mu    sync.Mutex
}

func newGoodCond(l sync.Locker) *goodCond {
	c := &goodCond{main: l}
	c.inner = sync.NewCond(&c.mu)
	return c
}

func (c *goodCond) wait() {
	c.mu.Lock()
	c.main.Unlock()
	c.inner.Wait()
	c.mu.Unlock()
	c.main.Lock() // ok: as it was called
}

func (c *goodCond) wake() {
	c.mu.Lock()
	c.inner.Signal()
	c.mu.Unlock()
}

func goodHandOver() {
	var mu sync.Mutex
	c := newGoodCond(&mu)
	waiting := make(chan struct{})
	woken := make(chan struct{})
	mu.Lock()
	go func() {
		close(waiting)
		c.wait()
		close(woken)
	}()
	<-waiting
	mu.Lock()
	c.wake()
	mu.Unlock()
	<-woken
	mu.Unlock()
}

// yield lets those run who wait for the lock.
func (c *goodCond) yield() {
	c.main.Unlock()
	c.mu.Lock()
	c.mu.Unlock()
	c.main.Lock() // ok: as it was called
}

// goodTwice holds the lock for two goroutines, one after the other.
func goodTwice() {
	var mu sync.Mutex
	c := newGoodCond(&mu)
	mu.Lock()
	first, second := make(chan struct{}), make(chan struct{})
	go func() {
		c.yield()
		close(first)
	}()
	<-first
	go func() {
		c.yield()
		close(second)
	}()
	<-second
	mu.Unlock()
}

type part struct {
	mu    sync.Mutex
	lines []string
}

// goodElement finds the lock in a slice, each time anew.
func goodElement(parts []*part, at []int, each func(func())) {
	for i := range at {
		each(func() {
			parts[at[i]].mu.Lock()
			parts[at[i]].lines = append(parts[at[i]].lines, "")
			parts[at[i]].mu.Unlock() // ok: the same element
		})
	}
}

func badElement(parts []*part, at []int, each func(func() bool)) {
	for i := range at {
		each(func() bool {
			parts[at[i]].mu.Lock()
			if len(parts[at[i]].lines) > 0 {
				return false // want `return with parts\[at\[i\]\]\.mu locked on line \d+`
			}
			parts[at[i]].mu.Unlock()
			return true
		})
	}
}

// A transaction begins with one lock released and one held, which its end releases;
// errors release both.
type database struct {
	meta   sync.Mutex
	mapped sync.RWMutex
	open   bool
	data   []byte
}

func (d *database) begin() (*int, error) {
	d.meta.Lock()
	d.mapped.RLock()
	if !d.open {
		d.mapped.RUnlock()
		d.meta.Unlock()
		return nil, fs.ErrClosed
	}
	if d.data == nil {
		d.mapped.RUnlock()
		d.meta.Unlock()
		return nil, fs.ErrInvalid
	}
	d.meta.Unlock()
	return new(int), nil // ok
}

func (d *database) forgets() (*int, error) {
	d.meta.Lock()
	d.mapped.RLock()
	if !d.open {
		d.mapped.RUnlock()
		return nil, fs.ErrClosed // want `return with d.meta locked on line \d+`
	}
	d.meta.Unlock()
	return new(int), nil
}

// The receiver is set to the owner of the connection, which it is already.
type pool struct {
	sync.Mutex
	idle int
}

type conn struct {
	owner   *pool
	created int
}

func (p *pool) release(c *conn, failed bool) {
	p.Lock()
	p, created := c.owner, c.created
	if failed || created > 3 {
		p.Unlock()
		return // ok
	}
	p.idle++
	p.Unlock()
}

// It is set after the lock has been forgotten.
func (p *pool) forgets(c *conn, failed bool) {
	p.Lock()
	if failed {
		return // want `return with p locked on line \d+`
	}
	p.Unlock()
	p = c.owner
	p.Lock()
	p.idle++
	p.Unlock()
}
