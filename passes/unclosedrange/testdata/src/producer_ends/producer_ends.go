// Package producer_ends has a producer that ends without closing, on some
// path or on every one.
package producer_ends

func use(int) {}

func badProducer() {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			ch <- i
		}
	}()
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func badEarlyReturn(step func(int) error) {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			if err := step(i); err != nil {
				return
			}
			ch <- i
		}
		close(ch)
	}()
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func badBranch(last bool) {
	ch := make(chan int, 1)
	ch <- 1
	if last {
		close(ch)
	}
	for v := range ch { // want `range over channel ch never ends: nobody closes it`
		use(v)
	}
}

func badDeferInReader() {
	ch := make(chan int, 3)
	defer close(ch)
	for i := range 3 {
		ch <- i
	}
	for v := range ch { // want `range over channel ch never ends`
		use(v)
	}
}

func badCloseAfterRange() {
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i
	}
	for v := range ch { // want `range over channel ch never ends`
		use(v)
	}
	close(ch)
}

func goodProducer() {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			ch <- i
		}
		close(ch)
	}()
	for v := range ch { // ok: closed after the last value
		use(v)
	}
}

func goodEarlyReturn(step func(int) error) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			if err := step(i); err != nil {
				return
			}
			ch <- i
		}
	}()
	for v := range ch { // ok: the deferred close runs on every path
		use(v)
	}
}

func goodCloseBeforeRange() {
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i
	}
	close(ch)
	for v := range ch { // ok: a closed channel still yields what it holds
		use(v)
	}
}
