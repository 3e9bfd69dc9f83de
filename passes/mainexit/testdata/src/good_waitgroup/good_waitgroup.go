// Program good_waitgroup waits for its goroutines with a WaitGroup.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() { // ok: counted before it starts, and main waits
			defer wg.Done()
			fmt.Println(i)
		}()
	}
	wg.Wait()
}
