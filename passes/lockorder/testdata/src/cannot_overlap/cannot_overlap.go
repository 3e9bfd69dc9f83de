// Package cannot_overlap has opposite orders in code that never runs at the same
// time, or on different locks.
package cannot_overlap

import "sync"

func use(int) {}

// goodSequential has both orders, one after the other.
func goodSequential() {
	var a, b sync.Mutex
	a.Lock()
	b.Lock()
	use(1)
	b.Unlock()
	a.Unlock()

	b.Lock()
	a.Lock() // ok: no other goroutine
	use(2)
	a.Unlock()
	b.Unlock()
}

// goodAfterWait has the other order when the goroutines have ended.
func goodAfterWait() {
	var a, b sync.Mutex
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			a.Lock()
			defer a.Unlock()
			b.Lock()
			defer b.Unlock()
			use(1)
		})
	}
	wg.Wait()
	b.Lock()
	defer b.Unlock()
	a.Lock() // ok: all have ended
	defer a.Unlock()
	use(2)
}

// goodBeforeGo has the other order before there is another goroutine.
func goodBeforeGo() {
	var a, b sync.Mutex
	b.Lock()
	a.Lock() // ok: alone
	use(1)
	a.Unlock()
	b.Unlock()
	go func() {
		a.Lock()
		defer a.Unlock()
		b.Lock()
		defer b.Unlock()
		use(2)
	}()
	a.Lock()
	b.Lock()
	use(3)
	b.Unlock()
	a.Unlock()
}

// goodHandOff is ordered by a channel.
func goodHandOff() {
	var a, b sync.Mutex
	turn := make(chan struct{})
	go func() {
		b.Lock()
		a.Lock()
		use(1)
		a.Unlock()
		b.Unlock()
		close(turn)
	}()
	<-turn
	a.Lock()
	b.Lock() // ok: after the goroutine
	use(2)
	b.Unlock()
	a.Unlock()
}

type vessel struct {
	top, bottom sync.Mutex
	n           int
}

// goodInstances has two orders, on different vessels.
func goodInstances() {
	v, w := &vessel{}, &vessel{}
	go func() {
		v.top.Lock()
		v.bottom.Lock()
		v.n++
		v.bottom.Unlock()
		v.top.Unlock()
	}()
	w.bottom.Lock()
	w.top.Lock() // ok: the other vessel
	w.n++
	w.top.Unlock()
	w.bottom.Unlock()
}

// A report has a lock for each of its runs, and both orders in a helper of one
// run, which belongs to one goroutine.
type report struct {
	head, body sync.Mutex
	lines      []string
}

func (r *report) fill() {
	r.head.Lock()
	r.body.Lock()
	r.lines = append(r.lines, "head")
	r.body.Unlock()
	r.head.Unlock()
}

func (r *report) trim() {
	r.body.Lock()
	r.head.Lock() // ok: the report is local to goodReport
	r.lines = r.lines[:1]
	r.head.Unlock()
	r.body.Unlock()
}

func goodReport() []string {
	r := new(report)
	r.fill()
	r.trim()
	return r.lines
}

// goodReports runs several at once, each on a report of its own.
func goodReports(n int) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			r := new(report)
			r.fill()
			r.trim()
		})
	}
	wg.Wait()
}

// A machine is started and stopped, and runs in between.
type machine struct {
	power, water sync.Mutex
	done         chan struct{}
	n            int
}

func goodMachine() {
	m := &machine{done: make(chan struct{})}
	go m.run()
	<-m.done
	m.stop()
}

func (m *machine) run() {
	defer close(m.done)
	m.power.Lock()
	defer m.power.Unlock()
	m.water.Lock() // ok: stop comes later
	defer m.water.Unlock()
	m.n++
}

func (m *machine) stop() {
	m.water.Lock()
	defer m.water.Unlock()
	m.power.Lock() // ok: run has ended
	defer m.power.Unlock()
	m.n--
}
