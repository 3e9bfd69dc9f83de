package expected

import (
	"testing"
	"time"
)

type gate struct{ open chan struct{} }

func (g *gate) pass() { g.open <- struct{}{} }

func TestGoodBlocks(t *testing.T) {
	g := &gate{open: make(chan struct{})}
	passed := make(chan struct{})
	go func() {
		g.pass() // ok: the test fails unless it waits
		close(passed)
	}()
	select {
	case <-passed:
		t.Fatal("it did not wait")
	case <-time.After(time.Millisecond):
	}
}

func TestBadBlocks(t *testing.T) {
	g := &gate{open: make(chan struct{})}
	passed := make(chan struct{})
	go func() {
		g.pass() // want `goroutine blocks forever sending to g\.open on line 10`
		close(passed)
	}()
	select {
	case <-passed:
	case <-time.After(time.Millisecond):
		t.Log("it waited")
	}
}
