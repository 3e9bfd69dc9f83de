// Program doc_full_buffer is the document's "Buffered Channels Example" with
// the send that "would block because the buffer is full".
package main

import "fmt"

func main() {
	ch := make(chan int, 2) // Buffer size = 2

	ch <- 1
	ch <- 2
	ch <- 3 // want `send to ch blocks forever`

	fmt.Println(<-ch) // Output: 1
	fmt.Println(<-ch) // Output: 2
}
