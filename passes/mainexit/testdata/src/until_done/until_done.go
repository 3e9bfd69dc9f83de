// Program until_done does not wait for what has an end.
package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

type lines interface {
	More() bool
	Copy(io.Writer) error
}

var files = map[string]lines{}

func main() {
	in := files["in"]
	go func() { // want `main waits for the goroutine started here only by time.Sleep`
		for {
			if !in.More() {
				break
			}
			if err := in.Copy(os.Stdout); err != nil {
				break
			}
		}
		fmt.Println("done")
	}()
	time.Sleep(time.Second)
}
