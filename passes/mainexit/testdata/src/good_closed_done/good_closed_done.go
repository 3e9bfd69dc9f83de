// Program good_closed_done waits for a channel to be closed.
package main

import "fmt"

func main() {
	jobs := make(chan int)
	done := make(chan struct{})
	go func() { // ok: main waits until done is closed
		defer close(done)
		for job := range jobs {
			fmt.Println(job)
		}
	}()
	for i := range 3 {
		jobs <- i
	}
	close(jobs)
	<-done
}
