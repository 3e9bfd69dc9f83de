// Package same_goroutine sends and receives in one goroutine.
package same_goroutine

func badSend() int {
	ch := make(chan int)
	ch <- 1 // want `send to ch blocks forever`
	return <-ch
}

func put(out chan<- int, v int) {
	out <- v // want `send to out blocks forever`
}

func badHelper() int {
	ch := make(chan int)
	put(ch, 1)
	return <-ch
}

type box struct {
	ch chan int
}

func newBox() *box {
	return &box{ch: make(chan int)}
}

func (b *box) fill() {
	b.ch <- 1 // want `send to b\.ch blocks forever`
}

func badMethod() int {
	b := newBox()
	b.fill()
	return <-b.ch
}

func badDeferredReceive() {
	ch := make(chan int)
	defer func() { <-ch }()
	ch <- 1 // want `send to ch blocks forever`
}

func badGoTooLate() int {
	ch := make(chan int)
	ch <- 1 // want `send to ch blocks forever`
	go func() {
		ch <- 2
	}()
	return <-ch
}

func goodGoroutine() int {
	ch := make(chan int)
	go func() {
		ch <- 1 // ok: the function receives meanwhile
	}()
	return <-ch
}

func goodBuffered() int {
	ch := make(chan int, 1)
	ch <- 1 // ok: the buffer takes it
	return <-ch
}

func goodReceiver() {
	ch := make(chan int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ch
	}()
	ch <- 1 // ok: the goroutine receives it
	<-done
}

func goodTrySend() bool {
	ch := make(chan int)
	select {
	case ch <- 1:
		return true
	default: // ok: does not wait
		return false
	}
}

func goodDeferredReceive() {
	ch := make(chan int, 1)
	defer func() { <-ch }()
	ch <- 1 // ok: the buffer takes it
}
