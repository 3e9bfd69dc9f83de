// Program doc_no_sleep is the document's first program without its sleep: "The main
// function exits immediately unless we block it somehow".
package main

import "fmt"

func sayHello() {
	fmt.Println("Hello from Goroutine")
}

func main() {
	go sayHello() // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`

	fmt.Println("Main function")
}
