package contexts

import (
	"context"
	"sync"
	"testing"
)

// background is never done.
var background = context.Background()

// stub returns a function that ends as it is told to.
func stub() (in chan error, run func(context.Context) error) {
	in = make(chan error)
	return in, func(ctx context.Context) error {
		select {
		case err := <-in:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func runAll(ctx context.Context, cancelled bool, tasks ...func(context.Context) error) chan error {
	ctx, cancel := context.WithCancelCause(ctx)
	ch := make(chan error)
	go func() {
		var wg sync.WaitGroup
		for _, task := range tasks {
			wg.Go(func() {
				if err := task(ctx); err != nil {
					cancel(err)
				}
			})
		}
		if cancelled {
			cancel(nil)
		}
		wg.Wait()
		ch <- context.Cause(ctx)
	}()
	return ch
}

func TestGoodBackground(t *testing.T) {
	in1, task1 := stub()
	in2, task2 := stub()
	wait := runAll(background, false, task1, task2)
	in1 <- nil // ok: nobody can cancel the context
	in2 <- nil // ok
	if err := <-wait; err != nil {
		t.Error(err)
	}
}

func TestBadCancelled(t *testing.T) {
	in, task := stub()
	wait := runAll(background, true, task)
	in <- nil // want `send to in blocks forever`
	if err := <-wait; err != nil {
		t.Error(err)
	}
}
