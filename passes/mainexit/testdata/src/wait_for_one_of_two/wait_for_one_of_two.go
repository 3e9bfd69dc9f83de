// Program wait_for_one_of_two waits for one of its two goroutines.
package main

import "fmt"

func save(name string, done chan<- struct{}) {
	fmt.Println("saved", name)
	close(done)
}

func main() {
	first := make(chan struct{})
	second := make(chan struct{})
	go save("a", first)  // ok: main waits for first
	go save("b", second) // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
	<-first
}
