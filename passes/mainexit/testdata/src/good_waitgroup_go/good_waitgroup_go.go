// Program good_waitgroup_go waits for goroutines started with WaitGroup.Go.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { // ok: Wait waits for it
			fmt.Println(i)
		})
	}
	wg.Wait()
}
