// Package signals waits for signals of the operating system.
package signals

import (
	"context"
	"os"
	"os/signal"
)

func badNotNotified() {
	interrupt := make(chan os.Signal, 1)
	<-interrupt // want `receive from interrupt blocks forever`
}

func badWrongChannel() {
	interrupt := make(chan os.Signal, 1)
	quit := make(chan struct{})
	signal.Notify(interrupt, os.Interrupt)
	<-quit // want `receive from quit blocks forever`
}

func goodNotified() {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	<-interrupt // ok: the user can interrupt
}

func goodForwarded() {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	quit := make(chan struct{})
	go func() {
		<-interrupt
		close(quit)
	}()
	<-quit // ok: closed when the user interrupts
}

func goodContext() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	<-ctx.Done() // ok: the user can interrupt
}

func goodStopped() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
	}()
	stop()
	<-done // ok: stop cancels
}
