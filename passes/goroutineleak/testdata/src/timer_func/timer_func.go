// Package timer_func has functions that a timer or a context starts.
package timer_func

import (
	"context"
	"math"
	"time"
)

func badAfterFuncLate(ch chan int) int {
	expired := make(chan struct{})
	timer := time.AfterFunc(time.Second, func() { expired <- struct{}{} }) // want `goroutine blocks forever sending to expired`
	defer timer.Stop()
	select {
	case v := <-ch:
		return v
	case <-expired:
		return 0
	}
}

func goodAfterFuncBuffered(ch chan int) int {
	expired := make(chan struct{}, 1)
	timer := time.AfterFunc(time.Second, func() { expired <- struct{}{} }) // ok: the buffer takes it
	defer timer.Stop()
	select {
	case v := <-ch:
		return v
	case <-expired:
		return 0
	}
}

func badContextFunc(ctx context.Context, ch chan int) int {
	cancelled := make(chan error)
	stop := context.AfterFunc(ctx, func() {
		cancelled <- ctx.Err() // want `goroutine blocks forever sending to cancelled`
	})
	defer stop()
	select {
	case v := <-ch:
		return v
	case <-cancelled:
		return 0
	}
}

func goodContextFunc(ctx context.Context, ch chan int) int {
	cancelled := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		cancelled <- ctx.Err() // ok: the buffer takes it
	})
	defer stop()
	select {
	case v := <-ch:
		return v
	case <-cancelled:
		return 0
	}
}

func badRepeated() {
	var timer *time.Timer
	ticks := make(chan int)
	timer = time.AfterFunc(time.Millisecond, func() {
		ticks <- 1 // want `goroutine blocks forever sending to ticks`
		timer.Reset(time.Millisecond)
	})
	<-ticks
	<-ticks
}

func goodRepeated() {
	var timer *time.Timer
	ticks := make(chan int)
	done := make(chan struct{})
	defer close(done)
	timer = time.AfterFunc(time.Millisecond, func() {
		select {
		case ticks <- 1: // ok: told when the function returns
			timer.Reset(time.Millisecond)
		case <-done:
		}
	})
	<-ticks
	<-ticks
}

// goodMadeEarly makes a timer that is over only once it is reset.
func goodMadeEarly() int {
	ch := make(chan int)
	timer := time.AfterFunc(math.MaxInt64, func() { ch <- 1 }) // ok: runs once
	timer.Reset(time.Millisecond)
	return <-ch
}

// badMadeEarly resets a timer that may be over by then.
func badMadeEarly() int {
	ch := make(chan int)
	timer := time.AfterFunc(time.Millisecond, func() {
		ch <- 1 // want `goroutine blocks forever sending to ch`
	})
	timer.Reset(time.Millisecond)
	return <-ch
}
