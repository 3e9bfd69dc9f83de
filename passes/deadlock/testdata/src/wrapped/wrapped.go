// Package wrapped has errors of a module that are never nil, or are if others are.
package wrapped

import (
	"context"

	"github.com/pkg/errors"
)

func connect(ctx context.Context, ready chan struct{}) error {
	select {
	case <-ready:
		return nil
	case <-ctx.Done():
		return errors.New("too late")
	}
}

func goodConnected(ctx context.Context) {
	ready, done := make(chan struct{}), make(chan int, 1)
	go func() {
		done <- 1
		close(ready)
	}()
	if connect(ctx, ready) != nil {
		return
	}
	for range 2 {
		select {
		case <-done:
		case <-ready: // ok: it is connected
		}
	}
}

func badWrapped(err error) {
	done := make(chan int)
	if errors.Wrap(err, "failed") == nil {
		<-done // want `receive from done blocks forever`
	}
}

func goodWrapped() {
	done := make(chan int)
	if errors.Wrap(errors.New("failed"), "twice") == nil {
		<-done // ok: not reached
	}
}
