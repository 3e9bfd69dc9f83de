// Program missing_wait_go starts a goroutine with WaitGroup.Go and forgets Wait.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Go(func() { // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
		fmt.Println("hello")
	})
}
