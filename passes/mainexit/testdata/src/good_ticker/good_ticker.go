// Program good_ticker works beside a reporter that has no end.
package main

import (
	"fmt"
	"time"
)

func main() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	go func() { // ok: it has no end to wait for
		for range ticker.C {
			fmt.Println("still running")
		}
	}()
	for i := range 1000 {
		fmt.Println(i)
	}
}
