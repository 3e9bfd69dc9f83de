// Package early_return has functions that return before their goroutine's
// partner operation.
package early_return

func compute(n int) int { return n * n }

func badSender(check func() error) (int, error) {
	res := make(chan int)
	go func() {
		res <- compute(3) // want `goroutine blocks forever sending to res`
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-res, nil
}

func badReceiver(ready bool) {
	ch := make(chan int)
	go func() {
		compute(<-ch) // want `goroutine blocks forever receiving from ch`
	}()
	if !ready {
		return
	}
	ch <- 1
}

func badForgotten() {
	errc := make(chan error)
	go func() {
		errc <- nil // want `goroutine blocks forever sending to errc`
	}()
}

func send(out chan<- int, v int) {
	out <- v // want `goroutine blocks forever sending to out`
}

func badHelper(skip bool) int {
	res := make(chan int)
	go send(res, 1)
	if skip {
		return 0
	}
	return <-res
}

func badDeferredSend(check func() error) error {
	done := make(chan struct{})
	go func() {
		defer func() {
			done <- struct{}{} // want `goroutine blocks forever sending to done`
		}()
		compute(3)
	}()
	if err := check(); err != nil {
		return err
	}
	<-done
	return nil
}

func goodBuffered(check func() error) (int, error) {
	res := make(chan int, 1)
	go func() {
		res <- compute(3) // ok: the buffer takes it
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-res, nil
}

func goodReceiveFirst(check func() error) (int, error) {
	res := make(chan int)
	go func() {
		res <- compute(3) // ok: received on every path
	}()
	v := <-res
	if err := check(); err != nil {
		return 0, err
	}
	return v, nil
}

func goodDrained(check func() error) (int, error) {
	res := make(chan int)
	go func() {
		res <- compute(3) // ok: received on every path
	}()
	if err := check(); err != nil {
		<-res
		return 0, err
	}
	return <-res, nil
}

func goodDeferredReceive(check func() error) error {
	done := make(chan struct{})
	go func() {
		compute(3)
		done <- struct{}{} // ok: the deferred receive takes it
	}()
	defer func() { <-done }()
	return check()
}

func goodDeferredClose(ready bool) {
	ch := make(chan int)
	defer close(ch)
	go func() {
		compute(<-ch) // ok: the close ends the wait
	}()
	if !ready {
		return
	}
	ch <- 1
}

func goodCheckFirst(check func() error) (int, error) {
	if err := check(); err != nil {
		return 0, err
	}
	res := make(chan int)
	go func() {
		res <- compute(3) // ok: the return above comes before
	}()
	return <-res, nil
}

func goodReturned() <-chan int {
	res := make(chan int)
	go func() {
		res <- compute(3) // ok: the caller can receive it
	}()
	return res
}
