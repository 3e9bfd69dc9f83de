// Program good_context_watcher has a goroutine that waits for the end.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	timer := time.NewTimer(time.Minute)
	go func() { // ok: it only waits for main to end
		<-ctx.Done()
		timer.Stop()
	}()
	fmt.Println("main")
}
