// Program good_cancelled ends when a signal tells it to, and tells its goroutines.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func poll(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			fmt.Println("tick")
		}
	}
}

func watch(ctx context.Context) {
	for ctx.Err() == nil {
		fmt.Println("watching")
		time.Sleep(time.Second)
	}
}

func run() error {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	go poll(ctx)
	go watch(ctx)
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Println(err)
	}
}
