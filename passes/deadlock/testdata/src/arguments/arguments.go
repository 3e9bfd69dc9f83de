// Command arguments starts a goroutine for each of its arguments.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	flag.Parse()
	if len(os.Environ()) > 100 {
		goodVariables()
		return
	}
	done := make(chan bool)
	for _, name := range flag.Args() {
		go follow(name, done)
	}
	for range flag.Args() {
		<-done // ok: there are as many arguments as before
	}
}

func goodVariables() {
	done := make(chan bool)
	for _, name := range flag.Args() {
		go follow(name, done)
	}
	for range os.Environ() {
		<-done // ok: it is not known that there are more of these
	}
}

func follow(name string, done chan bool) {
	defer func() { done <- true }()
	fmt.Println(name)
}
