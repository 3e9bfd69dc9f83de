// Package wait_interface closes a channel after a wait for its senders, by an interface
// that only types of other packages implement.
package wait_interface

import (
	"bounded"
	"sync"
)

type waitGroup interface {
	Add(int)
	Done()
	Wait()
}

func newGroup(limit int) waitGroup {
	if limit <= 0 {
		return &sync.WaitGroup{}
	}
	return bounded.New(uint(limit))
}

func goodWaits(limit, n int, ask func(int) string) <-chan string {
	wg := newGroup(limit)
	answers := make(chan string)
	go func() {
		defer close(answers)
		for i := range n {
			wg.Add(1)
			go func() {
				defer wg.Done()
				answers <- ask(i)
			}()
		}
		wg.Wait()
	}()
	return answers
}

func badHurries(limit, n int, ask func(int) string) <-chan string {
	wg := newGroup(limit)
	answers := make(chan string)
	go func() {
		defer close(answers)
		for i := range n {
			wg.Add(1)
			go func() {
				defer wg.Done()
				answers <- ask(i) // want `send on channel answers that another goroutine can close first`
			}()
		}
	}()
	return answers
}
