// Program doc_declare is the document's "Declaring a Channel".
package main

func main() {
	var ch chan int
	ch = make(chan int)

	short := make(chan int)

	_, _ = ch, short
}
