// Program good_timeout waits, but not for longer than a second.
package main

import (
	"fmt"
	"time"
)

func main() {
	done := make(chan struct{})
	go func() { // ok: main waits and gives up on purpose
		defer close(done)
		fmt.Println("hello")
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		fmt.Println("timeout")
	}
}
