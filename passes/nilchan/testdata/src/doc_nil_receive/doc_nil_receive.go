// Program doc_nil_receive is the document's mistake "Reading from a nil or
// uninitialized channel".
package main

import "fmt"

func main() {
	var ch chan int
	val := <-ch // want `receive from nil channel ch blocks forever`
	fmt.Println(val)
}
