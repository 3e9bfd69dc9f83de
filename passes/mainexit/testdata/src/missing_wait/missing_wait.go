// Program missing_wait counts its goroutines in a WaitGroup and forgets Wait.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() { // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
			defer wg.Done()
			fmt.Println(i)
		}()
	}
}
