// Package make_it has channels that are never made.
package make_it

func use(int) {}

func badClose() {
	var done chan struct{} // tells the others
	close(done)            // want `close of nil channel done panics`
}

func badSignal() {
	var ready chan bool
	go func() {
		ready <- true // want `send on nil channel ready blocks forever`
	}()
	<-ready // want `receive from nil channel ready blocks forever`
}

func badGroup() {
	var (
		done chan bool // no fix: it stands beside another one
		n    int
	)
	use(n)
	close(done) // want `close of nil channel done panics`
}

func badTwice(n int) {
	var out chan int
	go func() {
		out <- n // want `send on nil channel out blocks forever`
		out <- n // no fix: one receive is not enough for two
	}()
	use(<-out) // want `receive from nil channel out blocks forever`
}

func badSend() {
	var out chan int
	// No fix: without a receiver a channel that is made blocks, too.
	out <- 1 // want `send on nil channel out blocks forever`
}

func badRange() {
	var in chan int
	// No fix: nobody sends or closes.
	for v := range in { // want `range over nil channel in blocks forever`
		use(v)
	}
}

func goodMade() {
	done := make(chan struct{})
	close(done) // ok: made
}
