// Program good_signal runs until it is interrupted.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	go func() { // ok: a daemon, main blocks beside it until it is told to end
		for range time.Tick(time.Minute) {
			fmt.Println("tick")
		}
	}()
	<-interrupt
}
