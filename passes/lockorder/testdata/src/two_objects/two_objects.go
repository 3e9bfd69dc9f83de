// Package two_objects has locks in objects of two types that know each other.
package two_objects

import "sync"

type engine struct {
	mu    sync.Mutex
	tasks map[int]*task
}

type task struct {
	mu     sync.Mutex
	engine *engine
	id     int
	done   bool
}

func (e *engine) badCancelAll() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, job := range e.tasks {
		job.mu.Lock() // want `job\.mu is locked while e\.mu is held; on line 32 they are locked in the opposite order`
		job.done = true
		job.mu.Unlock()
	}
}

func (job *task) badFinish() {
	job.mu.Lock()
	defer job.mu.Unlock()
	job.done = true
	job.engine.mu.Lock()
	delete(job.engine.tasks, job.id)
	job.engine.mu.Unlock()
}

func start(e *engine, id int) {
	job := &task{engine: e, id: id}
	e.mu.Lock()
	e.tasks[id] = job
	e.mu.Unlock()
}

// A room and its guests are linked both ways, and the calls go both ways.
type room struct {
	sync.RWMutex
	guests []*guest
}

type guest struct {
	sync.Mutex
	room *room
	name string
}

func (g *guest) badSay(text string) {
	g.Lock()
	defer g.Unlock()
	g.room.broadcast(g.name + ": " + text)
}

func (r *room) broadcast(text string) {
	r.RLock() // want `r is locked while g is held; on line 68 they are locked in the opposite order`
	defer r.RUnlock()
}

func (g *guest) nick() string {
	g.Lock()
	defer g.Unlock()
	return g.name
}

func (r *room) badNames() []string {
	r.Lock()
	defer r.Unlock()
	var names []string
	for _, g := range r.guests {
		names = append(names, g.nick())
	}
	return names
}

// A depot and its carts have one order: the depot first.
type depot struct {
	mu    sync.Mutex
	carts []*cart
}

type cart struct {
	mu    sync.Mutex
	depot *depot
	load  int
}

func (d *depot) goodTotal() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, c := range d.carts {
		c.mu.Lock() // ok: the depot first
		n += c.load
		c.mu.Unlock()
	}
	return n
}

// goodPark releases the cart before it takes the depot, and has both then.
func (c *cart) goodPark() {
	c.mu.Lock()
	d := c.depot
	c.mu.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	c.mu.Lock() // ok: the depot first
	defer c.mu.Unlock()
	d.carts = append(d.carts, c)
	c.load = 0
}

// goodNew locks a cart that nobody else has seen.
func goodNew(d *depot) *cart {
	c := &cart{depot: d}
	c.mu.Lock()
	defer c.mu.Unlock()
	d.mu.Lock() // ok: nobody can wait for a new cart
	defer d.mu.Unlock()
	d.carts = append(d.carts, c)
	return c
}

// A half is one direction of a link.
type half struct {
	sync.Mutex
	n int
}

type link struct {
	mu      sync.Mutex
	in, out half
}

func (l *link) badWrite() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.Lock() // want `l\.out is locked while l\.mu is held; on line 161 they are locked in the opposite order`
	defer l.out.Unlock()
	l.out.n++
}

func (l *link) goodRead() {
	l.in.Lock()
	defer l.in.Unlock()
	l.mu.Lock() // ok: nobody waits for l.in under it
	defer l.mu.Unlock()
	l.in.n++
}

func (l *link) badReset() {
	l.out.Lock()
	defer l.out.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.n = 0
}
