// Command told_by_signal has goroutines that a signal ends, and one that prints.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
)

type consumer interface {
	Messages() <-chan string
	AsyncClose()
}

var logger = fmt.Println

var open func(n int) consumer

func main() {
	var (
		messages = make(chan string, 10)
		closing  = make(chan struct{})
		wg       sync.WaitGroup
	)
	go func() { // ok: it only tells the others
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, os.Interrupt)
		<-signals
		logger("stopping")
		close(closing)
	}()
	for i := range os.Args {
		pc := open(i)
		go func(pc consumer) { // ok: it is told to stop
			<-closing
			pc.AsyncClose()
		}(pc)
		wg.Add(1)
		go func(pc consumer) {
			defer wg.Done()
			for m := range pc.Messages() {
				messages <- m
			}
		}(pc)
	}
	go func() { // want `main returns without waiting for the goroutine started here`
		for msg := range messages {
			fmt.Println(msg)
		}
	}()
	wg.Wait()
	close(messages)
}
