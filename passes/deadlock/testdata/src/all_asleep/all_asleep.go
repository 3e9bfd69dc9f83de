// Program all_asleep ends with "all goroutines are asleep - deadlock!".
package main

import (
	"fmt"
	"sync"
)

func main() {
	results := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- i
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
	close(results)
	for v := range results {
		fmt.Println(v)
	}
}
