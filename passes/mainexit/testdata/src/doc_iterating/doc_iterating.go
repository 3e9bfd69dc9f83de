// Program doc_iterating is the document's "Iterating Over a Channel".
package main

import "fmt"

func main() {
	ch := make(chan int)

	go func() { // ok: main receives until it closes
		for i := 1; i <= 5; i++ {
			ch <- i
		}
		close(ch)
	}()

	for val := range ch {
		fmt.Println(val)
	}
}
