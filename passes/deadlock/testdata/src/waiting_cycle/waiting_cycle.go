// Package waiting_cycle has a function and a goroutine that wait for each
// other.
package waiting_cycle

import "context"

func use(int) {}

func badBothSend() {
	req := make(chan int)
	resp := make(chan int)
	go func() {
		resp <- 0
		use(<-req)
	}()
	req <- 1 // want `send to req blocks forever`
	use(<-resp)
}

func badBothReceive() {
	ping := make(chan int)
	pong := make(chan int)
	go func() {
		use(<-ping)
		pong <- 2
	}()
	use(<-pong) // want `receive from pong blocks forever`
	ping <- 1
}

func badWaitForWatcher() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
	}()
	<-done // want `receive from done blocks forever`
}

func badOwnCancel() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	<-ctx.Done() // want `receive from .* blocks forever`
}

func goodRequest() {
	req := make(chan int)
	resp := make(chan int)
	go func() {
		use(<-req)
		resp <- 0
	}()
	req <- 1 // ok: received first by the goroutine
	use(<-resp)
}

func goodWaitForWatcher() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
	}()
	cancel()
	<-done // ok: cancelled before
}

func goodDeferOrder() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
	}()
	defer func() { <-done }() // ok: cancel is deferred later, so it runs first
	defer cancel()
}

func goodBuffered() {
	req := make(chan int, 1)
	resp := make(chan int)
	go func() {
		resp <- 0
		use(<-req)
	}()
	req <- 1 // ok: the buffer takes it
	use(<-resp)
}
