// Package done_never_closed has goroutines that wait to be told to stop.
package done_never_closed

func use(int) {}

func badSelect() {
	in := make(chan int)
	done := make(chan struct{})
	go func() {
		for {
			select { // want `goroutine blocks forever in select`
			case v := <-in:
				use(v)
			case <-done:
				return
			}
		}
	}()
	in <- 1
	in <- 2
}

func badWatcher() {
	done := make(chan struct{})
	go func() {
		<-done // want `goroutine blocks forever receiving from done`
		use(1)
	}()
}

func badOnePath(failed bool) {
	done := make(chan struct{})
	go func() {
		<-done // want `goroutine blocks forever receiving from done`
		use(1)
	}()
	if failed {
		return
	}
	close(done)
}

func badOneTokenForTwo() {
	stop := make(chan struct{})
	for range 2 {
		go func() {
			<-stop // want `goroutine blocks forever receiving from stop`
		}()
	}
	stop <- struct{}{}
}

func goodSelect() {
	in := make(chan int)
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case v := <-in:
				use(v)
			case <-done: // ok: closed when the function returns
				return
			}
		}
	}()
	in <- 1
	in <- 2
}

func goodOnePath(failed bool) {
	done := make(chan struct{})
	defer close(done)
	go func() {
		<-done // ok: closed on every path
		use(1)
	}()
	if failed {
		return
	}
	use(2)
}

func goodCloseForTwo() {
	stop := make(chan struct{})
	for range 2 {
		go func() {
			<-stop // ok: a close serves every receiver
		}()
	}
	close(stop)
}

func goodReturnedStop() (stop func()) {
	done := make(chan struct{})
	go func() {
		<-done // ok: the caller can call stop
		use(1)
	}()
	return func() { close(done) }
}
