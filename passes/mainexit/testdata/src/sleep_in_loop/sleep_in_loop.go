// Program sleep_in_loop sleeps in a loop instead of waiting.
package main

import (
	"fmt"
	"time"
)

func main() {
	go fmt.Println("hello") // want `main waits for the goroutine started here only by time\.Sleep \(on line 12\)`
	for range 3 {
		time.Sleep(time.Second)
		fmt.Println("still waiting")
	}
}
