// Workers sums the squares that its workers compute, from jobs that never end.
package main

import (
	"fmt"
	"sync"
)

func main() {
	jobs := make(chan int)
	results := make(chan int, 10)

	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for job := range jobs { // jobs is never closed
				results <- job * job
			}
		})
	}
	for n := range 10 {
		jobs <- n
	}
	workers.Wait() // blocks forever
	close(results)

	sum := 0
	for square := range results {
		sum += square
	}
	fmt.Println(sum)
}
