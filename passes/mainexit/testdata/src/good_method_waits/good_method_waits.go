// Program good_method_waits stops its goroutine through a method that waits.
package main

import "fmt"

type printer struct {
	lines chan string
	done  chan struct{}
}

func newPrinter() *printer {
	p := &printer{lines: make(chan string), done: make(chan struct{})}
	go p.run() // ok: close waits for it
	return p
}

func (p *printer) run() {
	defer close(p.done)
	for line := range p.lines {
		fmt.Println(line)
	}
}

func (p *printer) close() {
	close(p.lines)
	<-p.done
}

func main() {
	p := newPrinter()
	defer p.close()
	p.lines <- "hello"
}
