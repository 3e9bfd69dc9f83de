// Program doc_forgotten_close is the document's mistake "Forgetting to close
// a channel if no more values are coming".
package main

import "fmt"

func main() {
	ch := make(chan int)

	go func() {
		for i := 1; i <= 5; i++ {
			ch <- i
		}
	}()

	for val := range ch { // want `range over channel ch never ends: nobody closes it`
		fmt.Println(val)
	}
}
