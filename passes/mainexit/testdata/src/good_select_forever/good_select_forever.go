// Program good_select_forever blocks beside a goroutine that works forever.
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
	select {}
}
