// Program good_return_before_go returns before anything is started.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		return
	}
	done := make(chan struct{})
	go func() { // ok: the return above comes before
		defer close(done)
		fmt.Println(os.Args[1])
	}()
	<-done
}
