// Command logging_main has a goroutine that writes what others log.
package main

import (
	"fmt"
	"net"
	"os"
	"time"
)

var (
	lines   = make(chan string, 64)
	logging bool
)

func start(name string) {
	if name == "" {
		return
	}
	logging = true
	go goodLogger()
}

func goodLogger() {
	for logging {
		s := <-lines // ok: as long as the program runs
		fmt.Fprintln(os.Stderr, s)
	}
}

func note(line string) {
	if logging {
		lines <- line
	}
}

func badProbe(addr string) error {
	ended := make(chan time.Time)
	go func() {
		ended <- time.Now() // want `goroutine blocks forever sending to ended`
	}()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		<-ended
		return err
	}
	return c.Close()
}

func main() {
	start(os.Getenv("LOG"))
	for {
		if badProbe(os.Getenv("ADDR")) != nil && len(os.Args) > 9 {
			note("failed")
		}
	}
}
