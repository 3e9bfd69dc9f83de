// Program good_loop_forever works forever beside its goroutine.
package main

import (
	"fmt"
	"time"
)

func main() {
	go func() { // ok: main never returns
		for range time.Tick(time.Minute) {
			fmt.Println("tick")
		}
	}()
	for {
		fmt.Println("tock")
		time.Sleep(time.Minute)
	}
}
