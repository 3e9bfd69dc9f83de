// Package context_trees has goroutines that wait for contexts that are derived from others.
package context_trees

import (
	"context"
	"errors"
	"time"
)

func use(int) {}

func compute(n int) int { return n * n }

type key struct{}

func badCause(failed bool) {
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		<-ctx.Done() // want `goroutine blocks forever receiving from ctx\.Done\(\)`
		use(1)
	}()
	if failed {
		cancel(errors.New("failed"))
	}
}

func badWithoutCancel() {
	parent, cancel := context.WithCancel(context.Background())
	ctx, stop := context.WithCancel(context.WithoutCancel(parent))
	_ = stop
	go func() {
		<-ctx.Done() // want `goroutine blocks forever receiving from ctx\.Done\(\)`
		use(1)
	}()
	cancel()
}

func badValue(failed bool) {
	ctx, cancel := context.WithCancel(context.Background())
	ctx = context.WithValue(ctx, key{}, 1)
	go func() {
		<-ctx.Done() // want `goroutine blocks forever receiving from ctx\.Done\(\)`
		use(1)
	}()
	if failed {
		return
	}
	cancel()
}

func badDeadline(limit time.Time) int {
	ctx, cancel := context.WithDeadline(context.Background(), limit)
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

func goodCause(failed bool) error {
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		<-ctx.Done() // ok: cancelled on both paths
		use(1)
	}()
	if failed {
		cancel(errors.New("failed"))
	} else {
		cancel(nil)
	}
	return context.Cause(ctx)
}
