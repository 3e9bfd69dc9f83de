// Command main_range prints what comes over a channel of the package.
package main

import "fmt"

var results = make(chan int)

func produce() {
	for i := range 3 {
		results <- i
	}
}

func main() {
	go produce()
	for r := range results { // want `range over channel results never ends: nobody closes it`
		fmt.Println(r)
	}
}
