// Program doc_start is the document's "How to Start a Goroutine".
package main

import (
	"fmt"
	"time"
)

func sayHello() {
	fmt.Println("Hello from Goroutine")
}

func main() {
	go sayHello() // want `main waits for the goroutine started here only by time\.Sleep \(on line 18\)`

	fmt.Println("Main function")

	time.Sleep(1 * time.Second)
}
