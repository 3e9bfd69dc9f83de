// Program started_by_method starts its goroutine in a method.
package main

import "fmt"

type logger struct {
	prefix string
	done   chan struct{}
}

func (l *logger) start() {
	go l.run() // want `main returns without waiting for the goroutine started here \(returns on line \d+\)`
}

func (l *logger) run() {
	defer close(l.done)
	for i := range 3 {
		fmt.Println(l.prefix, i)
	}
}

func main() {
	l := &logger{prefix: "log", done: make(chan struct{})}
	l.start()
	fmt.Println("main")
}
