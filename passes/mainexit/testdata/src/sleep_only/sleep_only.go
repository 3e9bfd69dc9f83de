// Program sleep_only sleeps instead of waiting.
package main

import (
	"fmt"
	"time"
)

func main() {
	go func() { // want `main waits for the goroutine started here only by time\.Sleep \(on line 13\)`
		fmt.Println("hello")
	}()
	time.Sleep(time.Second)
}
