// Command not_joined does not wait for the value that its goroutine gives to a promise.
package main

import (
	"fmt"
	"time"

	"github.com/future/promise"
)

func main() {
	p := promise.NewPromise[int]()
	go func() { // want `main returns without waiting for the goroutine started here`
		time.Sleep(50 * time.Millisecond)
		fmt.Println("done")
		p.Success(10)
	}()
	f := p.Future()
	fmt.Println(f)
}
