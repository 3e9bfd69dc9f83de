// Package context_never_cancelled has goroutines that wait for a context.
package context_never_cancelled

import (
	"context"
	"time"
)

func use(int) {}

func badOnePath(failed bool) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done() // want `goroutine blocks forever receiving from`
		use(1)
	}()
	if failed {
		return
	}
	cancel()
}

func badLostCancel() {
	ctx, _ := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done() // want `goroutine blocks forever receiving from`
		use(1)
	}()
}

func badSelect(failed bool) int {
	ctx, cancel := context.WithCancel(context.Background())
	ch := make(chan int)
	go func() {
		select { // want `goroutine blocks forever in select`
		case ch <- 1:
		case <-ctx.Done():
		}
	}()
	if failed {
		return 0
	}
	v := <-ch
	cancel()
	return v
}

func goodDeferred(failed bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		<-ctx.Done() // ok: cancelled on every path
		use(1)
	}()
	if failed {
		return
	}
	use(2)
}

func goodTimeout() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	_ = cancel
	go func() {
		<-ctx.Done() // ok: the time runs out
		use(1)
	}()
}

func goodParent(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	_ = cancel
	go func() {
		<-ctx.Done() // ok: the caller can cancel the parent
		use(1)
	}()
}

func goodChild() {
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	child, stop := context.WithCancel(parent)
	_ = stop
	go func() {
		<-child.Done() // ok: cancelled together with its parent
		use(1)
	}()
}

func goodSelect(failed bool) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := make(chan int)
	go func() {
		select {
		case ch <- 1:
		case <-ctx.Done(): // ok: cancelled on every path
		}
	}()
	if failed {
		return 0
	}
	return <-ch
}
