// Package assigned_elsewhere assigns channels in another function than the
// one that uses them.
package assigned_elsewhere

type pool struct {
	jobs chan int
}

func (p *pool) setup() {
	p.jobs = make(chan int, 1)
}

func (p *pool) submit(v int) {
	p.jobs <- v // ok: setup assigns the field
}

func goodInit() int {
	var p pool
	p.setup()
	p.submit(1)
	return <-p.jobs
}

func allocate(ch *chan int) {
	*ch = make(chan int, 1)
}

type slot struct {
	ch chan int
}

func goodPointerToField() int {
	var s slot
	allocate(&s.ch)
	s.ch <- 1 // ok: assigned through the pointer
	return <-s.ch
}

func goodPointerToVar() int {
	var ch chan int
	allocate(&ch)
	ch <- 1 // ok: assigned through the pointer
	return <-ch
}

type ring struct {
	items chan int
}

func newRing() *ring {
	return &ring{make(chan int, 1)}
}

func goodWholeStruct() int {
	var r ring
	r = *newRing()
	r.items <- 1 // ok: the whole struct was assigned
	return <-r.items
}

// Config has a field that other packages can set.
type Config struct {
	Notify chan int
}

func (c *Config) goodNotify() {
	c.Notify <- 1 // ok: another package may have made it
}

var feed chan int

func init() {
	feed = make(chan int, 1)
}

func goodPackageVar() {
	select {
	case feed <- 1: // ok: made by init
	default:
	}
}

type inner struct {
	wake chan struct{}
}

type outer struct {
	inner
}

func goodEmbedded() {
	o := &outer{inner{wake: make(chan struct{}, 1)}}
	o.wake <- struct{}{} // ok: made for the embedded struct
	<-o.wake
}

func makers() (a, b chan int) {
	a = make(chan int, 1)
	b = make(chan int, 1)
	return
}

func goodNamedResults() int {
	a, b := makers()
	a <- 1 // ok: both results were made
	b <- 2
	return <-a + <-b
}
