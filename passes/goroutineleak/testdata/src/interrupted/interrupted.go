// Package interrupted leaves its goroutines when the user interrupts.
package interrupted

import (
	"context"
	"os"
	"os/signal"
)

func compute(n int) int { return n * n }

func badWorkerLeft() int {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	defer signal.Stop(interrupt)
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	select {
	case v := <-ch:
		return v
	case <-interrupt:
		return 0
	}
}

func badContextLeft() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
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

func goodWorkerBuffered() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ch := make(chan int, 1)
	go func() {
		ch <- compute(3) // ok: the buffer takes it
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}
