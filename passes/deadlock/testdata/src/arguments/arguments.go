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
		badVariables()
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

func badVariables() {
	done := make(chan bool)
	for _, name := range flag.Args() {
		go follow(name, done)
	}
	for range os.Environ() {
		<-done // want `receive from done blocks forever`
	}
}

func follow(name string, done chan bool) {
	defer func() { done <- true }()
	fmt.Println(name)
}
