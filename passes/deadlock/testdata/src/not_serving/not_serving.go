// Program not_serving forgets to tell main that a goroutine is done.
package main

import "fmt"

func main() {
	done := make(chan bool)
	go func() {
		fmt.Println("working")
	}()
	<-done // want `receive from done blocks forever`
}
