package decoded

import (
	"encoding/json"
	"fmt"
	"net/rpc"
	"time"
)

type config struct {
	Buffer int
	Name   string
}

func good(data []byte) error {
	var cfg config
	if err := json.Unmarshal(data, &cfg); err != nil {
		return err
	}
	ch := make(chan int, cfg.Buffer)
	go func() { ch <- 1 }() // ok: the buffer is as large as the data say
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
	return nil
}

func goodScan(text string) {
	var n int
	fmt.Sscan(text, &n)
	ch := make(chan int, n)
	go func() { ch <- 1 }() // ok
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
}

func bad(data []byte) error {
	var cfg config
	ch := make(chan int, cfg.Buffer)
	if err := json.Unmarshal(data, &cfg); err != nil {
		return err
	}
	go func() { ch <- 1 }() // want `goroutine blocks forever sending to ch \(caller returns on line \d+ without receiving\)`
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
	return nil
}

type reply struct {
	Status string
	Asked  string
	tries  int
}

type caller interface {
	Call(request string, reply any) error
}

type asker interface {
	Ask(request string, reply *reply)
}

// The other side fills in the reply, whatever the method is called.
func goodReply(c caller) {
	r := new(reply)
	c.Call("health", r)
	done := make(chan bool)
	go func() { done <- true }()
	if r.Status == "ok" {
		<-done
		return
	}
	<-done
}

func goodReplyDecides(c caller) {
	r := new(reply)
	c.Call("health", r)
	done := make(chan bool)
	if r.Status == "ok" {
		go func() { done <- true }() // ok: it can get here
		<-done
	}
}

func wait(c caller, done chan bool) bool {
	r := new(reply)
	c.Call("health", r)
	if r.Status != "ok" {
		return false // it need not be so
	}
	<-done
	return true
}

func goodWaits(c caller) {
	done := make(chan bool)
	go func() {
		done <- true // ok: main waits until there is somebody
	}()
	for !wait(c, done) {
	}
}

// What was asked is set, and stays so.
func badAsked(c caller) {
	r := &reply{Asked: "health"}
	c.Call("health", r)
	done := make(chan bool)
	go func() {
		done <- true // want `goroutine blocks forever sending to done`
	}()
	if r.Asked == "" {
		<-done
	}
}

// Other packages cannot name the field.
func badTries(c rpc.ClientCodec) {
	r := new(reply)
	c.WriteRequest(nil, r)
	done := make(chan bool)
	go func() {
		done <- true // want `goroutine blocks forever sending to done`
	}()
	if r.tries > 0 {
		<-done
	}
}

// A type of this package can.
func goodTries(a asker) {
	r := new(reply)
	a.Ask("health", r)
	done := make(chan bool)
	go func() {
		if r.tries > 0 {
			done <- true // ok: the same decision
		}
	}()
	if r.tries > 0 {
		<-done
	}
}
