// Program no_wait starts a goroutine and returns.
package main

import "fmt"

func sayHello() {
	fmt.Println("hello")
}

func main() {
	go sayHello() // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
	fmt.Println("main")
}
