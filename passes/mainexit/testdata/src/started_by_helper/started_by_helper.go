// Program started_by_helper starts its goroutine in another function.
package main

import "fmt"

func start() {
	go func() { // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
		fmt.Println("hello")
	}()
}

func main() {
	start()
	fmt.Println("main")
}
