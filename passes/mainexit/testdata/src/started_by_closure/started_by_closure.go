// Program started_by_closure starts its goroutine in a closure.
package main

import "fmt"

func main() {
	spawn := func(f func()) {
		go f() // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
	}
	spawn(func() {
		fmt.Println("hello")
	})
}
