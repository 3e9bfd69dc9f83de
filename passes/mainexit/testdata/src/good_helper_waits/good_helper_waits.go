// Program good_helper_waits waits in the function that starts the goroutine.
package main

import (
	"fmt"
	"sync"
)

func runAll(tasks ...func()) {
	var wg sync.WaitGroup
	for _, task := range tasks {
		wg.Add(1)
		go func() { // ok: runAll waits
			defer wg.Done()
			task()
		}()
	}
	wg.Wait()
}

func main() {
	runAll(
		func() { fmt.Println("one") },
		func() { fmt.Println("two") },
	)
}
