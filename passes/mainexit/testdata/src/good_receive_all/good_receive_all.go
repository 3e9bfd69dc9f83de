// Program good_receive_all receives one answer from every goroutine.
package main

import "fmt"

func main() {
	done := make(chan bool, 3)
	for i := range 3 {
		go func() { // ok: main receives three times
			fmt.Println(i)
			done <- true
		}()
	}
	for range 3 {
		<-done
	}
}
