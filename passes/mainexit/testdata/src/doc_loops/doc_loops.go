// Program doc_loops is the document's "Goroutine Example with Loops".
package main

import (
	"fmt"
	"time"
)

func printNumbers() {
	for i := 1; i <= 5; i++ {
		fmt.Println(i)
		time.Sleep(500 * time.Millisecond)
	}
}

func main() {
	go printNumbers() // want `main waits for the goroutine started here only by time\.Sleep \(on line 20\)`
	go printNumbers() // want `main waits for the goroutine started here only by time\.Sleep \(on line 20\)`

	time.Sleep(3 * time.Second)
	fmt.Println("Main function done")
}
