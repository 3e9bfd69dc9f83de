// Package by_address has numbers and flags that are set by one name and read by another: the
// variable, or a pointer to it.
package by_address

type input struct{ size *int }

type queue struct{ ch chan int }

func newQueue(in input) *queue {
	size := 16
	if in.size != nil {
		size = *in.size
	}
	return &queue{ch: make(chan int, size)}
}

// sized returns a pointer to a variable that it sets.
func sized(sizes ...int) *queue {
	size := func() *int {
		var n int
		if len(sizes) > 0 {
			n = sizes[0]
		}
		return &n
	}
	return newQueue(input{size: size()})
}

func goodSized() {
	q := sized(1)
	q.ch <- 1
	<-q.ch
}

func badUnsized() {
	q := sized()
	q.ch <- 1 // want `send to q.ch blocks forever \(nobody receives from it\)`
	<-q.ch
}

func set(n *int, to int) { *n = to }

func goodSetByPointer() {
	var n int
	set(&n, 1)
	ch := make(chan int, n)
	ch <- 1
	<-ch
}

func badSetByPointer() {
	n := 1
	set(&n, 0)
	ch := make(chan int, n)
	ch <- 1 // want `send to ch blocks forever \(nobody receives from it\)`
	<-ch
}

type options struct{ buffer int }

func goodSetField() {
	var o options
	set(&o.buffer, 1)
	ch := make(chan int, o.buffer)
	ch <- 1
	<-ch
}

func setFlag(on *bool) { *on = true }

func goodFlag() {
	stop := false
	setFlag(&stop)
	ch := make(chan int)
	if !stop {
		<-ch
	}
}

func badFlag() {
	stop := false
	setFlag(&stop)
	ch := make(chan int)
	if stop {
		<-ch // want `receive from ch blocks forever \(nobody sends to it or closes it\)`
	}
}
