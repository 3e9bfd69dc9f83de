// Command command_main ends after what it is there for.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
)

var serve func(string) error

func main() {
	if len(os.Args) < 2 {
		log.Fatal("nothing to do")
	}
	if err := badPrepare(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// badPrepare comes first.
func badPrepare(name string) error {
	failed := make(chan error)
	go func() { failed <- serve(name) }() // want `goroutine blocks forever sending to failed`
	if name == "" {
		return errors.New("nothing to prepare")
	}
	return <-failed
}

func run(name string) error {
	if name == "all" {
		return goodRun(name)
	}
	return nil
}

// goodRun comes last.
func goodRun(name string) error {
	failed := make(chan error)
	go func() { failed <- serve(name) }() // ok: the program ends
	if len(name) > 10 {
		return errors.New("too long")
	}
	return <-failed
}

// badEach is run once more.
func badEach(name string) error {
	failed := make(chan error)
	go func() { failed <- serve(name) }() // want `goroutine blocks forever sending to failed`
	if len(name) > 10 {
		return errors.New("too long")
	}
	return <-failed
}

func badAll(names []string) {
	for _, name := range names {
		if err := badEach(name); err != nil {
			log.Println(err)
		}
	}
}
