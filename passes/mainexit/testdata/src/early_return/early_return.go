// Program early_return returns on one path before it waits.
package main

import (
	"fmt"
	"os"
)

func main() {
	done := make(chan struct{})
	go func() { // want `main returns without waiting for the goroutine started here \(returns on line 17\)`
		defer close(done)
		fmt.Println("hello")
	}()
	if len(os.Args) < 2 {
		fmt.Println("nothing to do")
		return
	}
	<-done
}
