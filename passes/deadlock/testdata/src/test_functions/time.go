package test_functions

import (
	"context"
	"time"
)

// notify waits for a receiver that is slow, but not for long.
func notify(c chan int, v int) {
	t := time.NewTimer(time.Minute)
	defer t.Stop()
	select {
	case c <- v:
	case <-t.C:
	}
}

func serve(ctx context.Context, c chan int) {
	for {
		select {
		case <-c:
		case <-ctx.Done():
			return
		}
	}
}
