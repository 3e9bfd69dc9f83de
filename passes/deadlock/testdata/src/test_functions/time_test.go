package test_functions

import (
	"context"
	"testing"
	"time"
)

// There is room in the buffer: no minute passes.
func TestNotify(t *testing.T) {
	c := make(chan int, 2)
	notify(c, 1)
	notify(c, 2)
	if <-c != 1 || <-c != 2 {
		t.Fatal("lost")
	}
}

// Nobody notifies a second time.
func TestNotifyTwice(t *testing.T) {
	c := make(chan int, 2)
	notify(c, 1)
	if <-c != 1 || <-c != 2 { // want `receive from c blocks forever \(nobody sends to it or closes it\)`
		t.Fatal("lost")
	}
}

// The test takes less than its deadline.
func TestServed(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := make(chan int)
	go serve(ctx, c)
	for i := 0; i < 3; i++ {
		c <- i
		time.Sleep(time.Millisecond)
	}
}

type silent struct{ asked chan struct{} }

// serve stands for one that never answers: on purpose.
func (s silent) serve() int {
	close(s.asked)
	c := make(chan struct{})
	<-c
	return 0
}

func TestForgotten(t *testing.T) {
	s := silent{asked: make(chan struct{})}
	c := make(chan int)
	go s.serve()
	<-s.asked
	<-c // want `receive from c blocks forever`
}
