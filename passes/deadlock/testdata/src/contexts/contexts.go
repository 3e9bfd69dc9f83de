// Package contexts waits for contexts that are derived from others.
package contexts

import (
	"context"
	"time"
)

func use(int) {}

func compute(n int) int { return n * n }

type key struct{}

func badParent() {
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, stop := context.WithCancel(parent)
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-parent.Done()
	}()
	stop()
	<-done // want `receive from done blocks forever`
}

func badSibling() {
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	left, stopLeft := context.WithCancel(parent)
	right, stopRight := context.WithCancel(parent)
	defer stopRight()
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-left.Done()
		<-right.Done()
	}()
	stopLeft()
	<-done // want `receive from done blocks forever`
}

func badAfterFuncNotCancelled() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan struct{})
	context.AfterFunc(ctx, func() { close(done) })
	<-done // want `receive from done blocks forever`
}

func badErr(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		if ctx.Err() != nil {
			return
		}
		ch <- compute(3)
	}()
	return <-ch // want `receive from ch blocks forever`
}

func goodGrandchild() {
	ctx, cancel := context.WithCancel(context.Background())
	child, stop := context.WithCancel(context.WithValue(ctx, key{}, 1))
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-child.Done()
	}()
	cancel()
	<-done // ok: the child is cancelled together with its grandparent
}

func goodWithoutCancel() {
	parent, cancel := context.WithCancel(context.Background())
	ctx, stop := context.WithTimeout(context.WithoutCancel(parent), time.Millisecond)
	defer stop()
	cancel()
	<-ctx.Done() // ok: the time runs out
}

func goodDeadlineOfParent(limit time.Time) {
	parent, cancel := context.WithDeadline(context.Background(), limit)
	defer cancel()
	ctx, stop := context.WithCancel(parent)
	defer stop()
	<-ctx.Done() // ok: its parent has a deadline
}

func goodAfterFunc() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { close(done) })
	defer stop()
	cancel()
	<-done // ok: the function runs
}

func goodAfterFuncStop() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { close(done) })
	use(1)
	if !stop() {
		<-done // ok: the function has been started
	}
}

func goodErr(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		if ctx.Err() != nil {
			return
		}
		ch <- compute(3)
	}()
	return <-ch // ok: closed in any case
}

func goodErrAfterDone() {
	ctx, cancel := context.WithCancel(context.Background())
	ch := make(chan int)
	go func() {
		<-ctx.Done()
		if ctx.Err() != nil {
			ch <- 1
		}
	}()
	cancel()
	use(<-ch) // ok: a context that is done has an error
}

// A context of the package's own, which is done when its server is.
type request struct {
	context.Context
	done chan struct{}
}

func newRequest(ctx context.Context, done chan struct{}) *request { return &request{ctx, done} }

func (r *request) Done() <-chan struct{} { return r.done }

func goodOwnContext(r *request) {
	ctx, cancel := context.WithCancel(r)
	defer cancel()
	<-ctx.Done() // ok: done when the request is
}

// A reasoned context tells why it was cancelled, and has the rest from the one that it
// embeds.
type reasoned struct {
	context.Context
	cancel context.CancelFunc
	reason error
}

func (r *reasoned) stop(reason error) {
	r.reason = reason
	r.cancel()
}

func newReasoned() (context.Context, func(error)) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &reasoned{Context: ctx, cancel: cancel}
	return r, r.stop
}

func goodEmbedded(reason error) {
	ctx, stop := newReasoned()
	stop(reason)
	done := make(chan bool)
	select {
	case <-ctx.Done():
		close(done)
	default:
	}
	<-done // ok: ctx is done
}

func badEmbedded() {
	ctx, stop := newReasoned()
	defer stop(nil)
	<-ctx.Done() // want `receive from ctx\.Done\(\) blocks forever`
}
