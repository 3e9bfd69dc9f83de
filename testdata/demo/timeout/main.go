// Timeout gives up waiting for an answer, and leaves the goroutine that has
// it blocked forever.
package main

import (
	"errors"
	"fmt"
	"time"
)

func main() {
	for _, question := range []string{"life", "universe", "everything"} {
		fmt.Println(ask(question, 10*time.Millisecond))
	}
}

// ask returns the answer to a question, if it comes in time.
func ask(question string, limit time.Duration) (int, error) {
	answer := make(chan int) // with room for one, nothing would leak
	go func() {
		answer <- think(question) // nobody receives after the limit
	}()
	select {
	case n := <-answer:
		return n, nil
	case <-time.After(limit):
		return 0, errors.New("no answer to " + question)
	}
}

func think(question string) int {
	time.Sleep(time.Duration(len(question)) * 2 * time.Millisecond)
	return 42
}
