// Program sleep_beside_wait waits for one goroutine and sleeps for the other.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // ok: main waits for this one
		defer wg.Done()
		fmt.Println("one")
	}()
	go func() { // want `main waits for the goroutine started here only by time\.Sleep \(on line 21\)`
		fmt.Println("two")
	}()
	wg.Wait()
	time.Sleep(time.Second)
}
