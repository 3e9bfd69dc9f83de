// A main that ends its goroutine with runtime.Goexit: the program goes on until
// the others end it.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
)

func main() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		<-c
		fmt.Println("drained")
	}()
	runtime.Goexit()
}
