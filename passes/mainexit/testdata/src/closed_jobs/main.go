// Program closed_jobs says that there is no more to do, but does not wait until all
// is done.
package main

import "fmt"

func main() {
	jobs := make(chan int, 3)
	go func() { // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
		for j := range jobs {
			fmt.Println(j)
		}
	}()
	jobs <- 1
	jobs <- 2
	close(jobs)
}
