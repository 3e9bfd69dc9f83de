package main

import (
	"fmt"
	"sync"
)

func main() {
	words := []string{"to", "be", "or", "not"}
	lengths := make(chan int)
	var measuring sync.WaitGroup
	measuring.Go(func() { measure(words, lengths) })

	fmt.Println("first:", <-lengths)
	close(lengths) // measure has not sent the others
	measuring.Wait()
}

// measure sends the length of each word.
func measure(words []string, lengths chan<- int) {
	for _, word := range words {
		lengths <- len(word) // panics
	}
}
