// Program doc_send_receive is the document's "Sending and Receiving Values".
package main

import "fmt"

func main() {
	ch := make(chan int)

	go func() { // ok: main receives what it sends
		ch <- 42
	}()

	val := <-ch
	fmt.Println(val) // Output: 42
}
