package shadowed

import (
	"context"
	"errors"
)

func use(error) {}

func badStopped(step func() error) {
	errs := make(chan error)
	quit := make(chan struct{})
	go func() {
		<-quit
		errs <- step() // want `send on nil channel errs blocks forever \(set to nil\)`
	}()
	errs = nil
	close(quit)
}

func goodReceived(step func() error) {
	errs := make(chan error)
	go func() {
		errs <- step() // ok: set to nil afterwards
	}()
	use(<-errs)
	errs = nil
}

func badBackground(work func()) {
	ctx := context.Background()
	go func() {
		<-ctx.Done() // want `receive from nil channel ctx.Done\(\) blocks forever \(the context is never cancelled\)`
		work()
	}()
}

// goodForEver goes on until the program ends.
func goodForEver(start func(context.Context) error) error {
	ctx := context.Background()
	if err := start(ctx); err != nil {
		return err
	}
	<-ctx.Done() // ok: it waits for ever, as what was started goes on
	return errors.New("the context has ended")
}

func badForEver(start func() error) error {
	ctx := context.Background()
	if err := start(); err != nil {
		return err
	}
	<-ctx.Done() // want `receive from nil channel ctx.Done\(\) blocks forever \(the context is never cancelled\)`
	return errors.New("the context has ended")
}

func goodCancelled(ctx context.Context, work func()) {
	go func() {
		<-ctx.Done() // ok: whoever calls it may cancel it
		work()
	}()
}
