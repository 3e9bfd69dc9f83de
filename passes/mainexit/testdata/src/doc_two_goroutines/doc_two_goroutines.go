// Program doc_two_goroutines is the document's "Example with Two Goroutines".
package main

import "fmt"

func main() {
	ch := make(chan string)

	go func() { // ok: main receives what it sends
		ch <- "Hello from goroutine"
	}()

	msg := <-ch
	fmt.Println(msg)
}
