// Program good_receive receives what its goroutine sends last.
package main

import "fmt"

func main() {
	done := make(chan bool)
	go func() { // ok: main receives its last act
		fmt.Println("hello")
		done <- true
	}()
	<-done
}
