// Program good_sleep_and_wait sleeps, and waits as well.
package main

import (
	"fmt"
	"time"
)

func main() {
	done := make(chan struct{})
	go func() { // ok: main receives from done after the sleep
		defer close(done)
		fmt.Println("hello")
	}()
	time.Sleep(time.Millisecond)
	<-done
}
