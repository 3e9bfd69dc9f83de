// Program sleep_in_helper sleeps in another function instead of waiting.
package main

import (
	"fmt"
	"time"
)

func pause() {
	time.Sleep(time.Second)
}

func main() {
	go fmt.Println("hello") // want `main waits for the goroutine started here only by time\.Sleep \(on line 10\)`
	pause()
}
