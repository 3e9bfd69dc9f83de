// Command joined waits for the value that its goroutine gives to a promise.
package main

import (
	"fmt"
	"log"
	"time"

	"github.com/future/promise"
)

func main() {
	p := promise.NewPromise[int]()
	go func() {
		time.Sleep(50 * time.Millisecond)
		fmt.Println("done")
		p.Success(10) // ok: that is waited for
	}()
	v, err := p.Future().Join()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v)
}
