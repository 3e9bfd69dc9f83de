// Program doc_closing is the document's "Closing Channels".
package main

import "fmt"

func main() {
	ch := make(chan int, 2)
	ch <- 10
	close(ch)

	val, ok := <-ch
	fmt.Println(val, ok) // 10 true

	val, ok = <-ch       // ok: a closed channel yields zero values
	fmt.Println(val, ok) // 0 false
}
