// Program doc_send_on_closed is the document's mistake "Sending on a closed
// channel".
package main

import "fmt"

func main() {
	ch := make(chan int, 2)
	ch <- 10
	close(ch)

	val, ok := <-ch
	fmt.Println(val, ok) // 10 true

	ch <- 20 // want `send on closed channel ch \(closed on line 10\)`
}
