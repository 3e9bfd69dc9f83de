// Program good_signal_context runs until its context is cancelled by a signal.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go func() { // ok: a daemon, main blocks beside it until it is told to end
		for range time.Tick(time.Minute) {
			fmt.Println("tick")
		}
	}()
	<-ctx.Done()
}
