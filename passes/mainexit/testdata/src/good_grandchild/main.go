// Program good_grandchild waits for all that it starts itself.
package main

import (
	"errors"
	"fmt"
	"time"
)

func lookup(name string) error {
	fmt.Println("looking up", name)
	return nil
}

func check(name string) error {
	res := make(chan error, 1)
	go func() { res <- lookup(name) }() // ok: check gives up waiting after a while
	select {
	case err := <-res:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

func main() {
	done := make(chan error)
	for _, name := range []string{"a", "b"} {
		go func() { done <- check(name) }()
	}
	for range 2 {
		fmt.Println(<-done)
	}
}
