// Package parts keeps its channels in variables that are structs and arrays.
package parts

func use(...any) {}

type request struct{ body []byte }

// requests is filled when the package is initialised.
var requests struct {
	in   chan request
	stop chan bool
}

func init() {
	requests.in = make(chan request)
	requests.stop = make(chan bool)
	go func() {
		for {
			select { // ok: init has made them
			case r := <-requests.in:
				use(r)
			case <-requests.stop:
				return
			}
		}
	}()
}

func Put(r request) {
	requests.in <- r // ok: made in init
}

func Stop() {
	requests.stop <- true // ok: made in init
}

var workers [2]chan request

func Start() {
	for i := range workers {
		workers[i] = make(chan request, 1)
	}
}

func First(r request) {
	workers[0] <- r // ok: callers start first
}

var results struct {
	out  chan int
	last int
}

func fill(out *chan int) { *out = make(chan int, 1) }

func Results() { fill(&results.out) }

func Out(n int) {
	results.out <- n // ok: Results has made it
}

var forgotten struct {
	out  chan int
	last int
}

func Forgotten(n int) {
	forgotten.last = n
	forgotten.out <- n // ok, though nobody makes it: others may set parts of what is set in parts
}

var empty struct {
	out  chan int
	last int
}

func Empty() {
	use(empty.last)
	empty.out <- 1 // want `send on nil channel empty\.out blocks forever`
}
