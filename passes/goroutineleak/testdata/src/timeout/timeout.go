// Package timeout waits for a result or for a limit.
package timeout

import (
	"context"
	"time"
)

func compute(n int) int { return n * n }

func badAfter() int {
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}

func badContext(ctx context.Context) (int, error) {
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func badWithTimeout() int {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func badDefault() int {
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	select {
	case v := <-ch:
		return v
	default:
		return 0
	}
}

func goodAfter() int {
	ch := make(chan int, 1)
	go func() {
		ch <- compute(3) // ok: the buffer takes it
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}

func goodContext(ctx context.Context) (int, error) {
	ch := make(chan int)
	go func() {
		select {
		case ch <- compute(3): // ok: gives up together with the receiver
		case <-ctx.Done():
		}
	}()
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func goodClosed() bool {
	done := make(chan struct{})
	go func() {
		defer close(done) // ok: a close needs no receiver
		compute(3)
	}()
	select {
	case <-done:
		return true
	case <-time.After(time.Millisecond):
		return false
	}
}

func goodTrySend() int {
	ch := make(chan int)
	go func() {
		select {
		case ch <- compute(3):
		default: // ok: does not wait for the receiver
		}
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}
