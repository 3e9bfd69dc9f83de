// Program wait_for_one_of_three receives one of three answers.
package main

import "fmt"

func main() {
	done := make(chan bool, 3)
	for i := range 3 {
		go func() { // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
			fmt.Println(i)
			done <- true
		}()
	}
	<-done
}
