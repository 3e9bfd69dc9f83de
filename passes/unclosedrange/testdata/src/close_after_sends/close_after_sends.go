// Package close_after_sends has ranges over channels of which all senders are known, and others.
package close_after_sends

func use(int) {}

// badProducer has one producer, which may leave early.
func badProducer(step func(int) error) {
	ch := make(chan int)
	go func() { // sends the squares
		for i := range 3 {
			if err := step(i); err != nil {
				return
			}
			ch <- i * i
		}
	}()
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func badOnOneLine() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func badBesideMake(values []int) {
	ch := make(chan int)
	go func() {
		for v := range ch { // want `range over channel ch never ends: nobody closes it`
			use(v)
		}
	}()
	for _, v := range values {
		ch <- v
	} // all are sent
	use(len(values))
}

// badReturn may leave before the last send.
func badReturn(values []int) {
	ch := make(chan int)
	go func() {
		for v := range ch { // want `range over channel ch never ends: nobody closes it`
			use(v)
		}
	}()
	for _, v := range values {
		if v < 0 {
			return // no fix: a close below would not be reached
		}
		ch <- v
	}
}

func badTwoProducers() {
	ch := make(chan int)
	go func() { ch <- 1 }() // no fix: the other one may send later
	go func() { ch <- 2 }()
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func badManyProducers() {
	ch := make(chan int)
	for i := range 3 {
		go func() { ch <- i }() // no fix
	}
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

// badOtherReceiver has one that would receive zero values.
func badOtherReceiver() {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			ch <- i
		}
	}()
	use(<-ch)           // no fix
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func goodClosed() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i
		}
	}()
	for v := range ch { // ok: closed when the producer ends
		use(v)
	}
}
