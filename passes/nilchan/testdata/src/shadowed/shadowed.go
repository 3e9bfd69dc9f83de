// Package shadowed makes a channel for a variable that hides the one in use.
package shadowed

func badShadowed(buffered bool) {
	var ch chan int
	if buffered {
		ch := make(chan int, 1)
		ch <- 0
	}
	ch <- 1 // want `send on nil channel ch blocks forever`
}

var queue chan int

func setup() {
	queue := make(chan int, 1)
	queue <- 0
}

func badPackageVar() {
	setup()
	queue <- 1 // want `send on nil channel queue blocks forever`
}

type server struct {
	conns chan int
}

func (s *server) open() {
	conns := make(chan int, 1)
	conns <- 0
}

func badField() int {
	s := &server{}
	s.open()
	return <-s.conns // want `receive from nil channel s\.conns blocks forever`
}

func goodAssigned(buffered bool) {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	} else {
		ch = make(chan int, 2)
	}
	ch <- 1 // ok: assigned, not declared again
}

func goodInnerOnly() {
	var ch chan int
	if ch == nil {
		ch := make(chan int, 1)
		ch <- 1 // ok: the inner variable
	}
}
