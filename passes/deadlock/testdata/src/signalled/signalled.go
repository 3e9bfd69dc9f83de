// Package signalled wakes who waits by a send that does not wait itself.
package signalled

import "time"

type cond struct{ signal chan struct{} }

func newCond() *cond { return &cond{make(chan struct{})} }

func (c *cond) wait() { <-c.signal }

func (c *cond) wake() {
	select {
	case c.signal <- struct{}{}:
	default:
	}
}

// badAtOnce may wake before anybody waits.
func badAtOnce() {
	c, done := newCond(), make(chan struct{})
	go func() {
		c.wait()
		close(done)
	}()
	c.wake()
	<-done // want `receive from done blocks forever`
}

// goodLater gives it the time.
func goodLater() {
	c, done := newCond(), make(chan struct{})
	go func() {
		c.wait()
		close(done)
	}()
	time.Sleep(time.Second)
	c.wake()
	<-done
}

// badTwo wakes one of two.
func badTwo() {
	c, done := newCond(), make(chan struct{}, 2)
	for range 2 {
		go func() {
			c.wait()
			done <- struct{}{}
		}()
	}
	time.Sleep(time.Second)
	c.wake()
	<-done
	<-done // want `receive from done blocks forever`
}

// goodSelect wakes one that waits for something else, too.
func goodSelect(stop <-chan struct{}) {
	c, done := newCond(), make(chan struct{})
	go func() {
		select {
		case <-c.signal:
		case <-stop:
		}
		close(done)
	}()
	time.Sleep(time.Second)
	c.wake()
	<-done
}
