// Program good_deferred_wait waits in a deferred call.
package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() { // ok: the deferred Wait runs on every path
		defer wg.Done()
		fmt.Println("hello")
	}()
	if len(os.Args) < 2 {
		return
	}
	fmt.Println(os.Args[1])
}
