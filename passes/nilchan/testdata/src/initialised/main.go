// Command initialised uses package variables that are set before main runs.
package main

import "fmt"

var (
	early = make(chan int, 1)
	late  chan int
	never chan int
)

func init() {
	fmt.Println("starting")
	late = make(chan int, 1)
}

func main() {
	early <- 1
	late <- 2 // ok: init made it
	fmt.Println(<-early + <-late)
	<-never // want `receive from nil channel never blocks forever`
}
