// Package closed_by_helper closes and sends through functions of the package.
package closed_by_helper

func finish(ch chan<- int) {
	close(ch)
}

func badClosedByHelper() {
	ch := make(chan int, 1)
	finish(ch)
	ch <- 1 // want `send on closed channel ch \(closed on line 5\)`
}

func push(out chan<- int, v int) {
	out <- v // want `send on closed channel out \(closed on line 20\)`
}

func badSentByHelper() {
	ch := make(chan int, 1)
	close(ch)
	push(ch, 1)
}

func badClosure() {
	ch := make(chan int, 1)
	stop := func() {
		close(ch)
	}
	stop()
	ch <- 1 // want `send on closed channel ch \(closed on line 27\)`
}

func apply(f func()) {
	f()
}

func badCallback() {
	ch := make(chan int, 1)
	apply(func() {
		close(ch)
	})
	ch <- 1 // want `send on closed channel ch \(closed on line 40\)`
}

func produce(out chan<- int) {
	defer close(out)
	for i := range 3 {
		out <- i // ok: the deferred close runs after the last send
	}
}

func goodProducer() int {
	ch := make(chan int)
	go produce(ch)
	sum := 0
	for v := range ch {
		sum += v
	}
	return sum
}

func deliver(out chan<- int, v int) {
	out <- v // ok: the callers close afterwards
}

func goodHelpers() int {
	ch := make(chan int, 2)
	deliver(ch, 1)
	deliver(ch, 2)
	finish(ch)
	return <-ch + <-ch
}

func goodOtherChannel() int {
	done := make(chan int)
	ch := make(chan int, 1)
	finish(done)
	ch <- 1 // ok: the other channel was closed
	return <-ch
}
