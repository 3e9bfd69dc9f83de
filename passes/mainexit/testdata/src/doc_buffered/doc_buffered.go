// Program doc_buffered is the document's "Buffered Channels Example".
package main

import "fmt"

func main() {
	ch := make(chan int, 2) // Buffer size = 2

	ch <- 1
	ch <- 2
	// ok: ch <- 3 would block because the buffer is full

	fmt.Println(<-ch) // Output: 1
	fmt.Println(<-ch) // Output: 2
}
