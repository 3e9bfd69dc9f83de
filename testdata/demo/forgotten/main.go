// Forgotten ends before the goroutine it started has done its work.
package main

import "fmt"

func main() {
	done := make(chan bool, 1)
	go func() {
		fmt.Println("saving ...")
		done <- true
	}()
	fmt.Println("bye") // nobody waits for done
}
