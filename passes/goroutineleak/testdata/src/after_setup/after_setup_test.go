package after_setup

import (
	"testing"
	"time"
)

func setUp(t *testing.T) {
	if err := running.Listen(); err != nil {
		t.Fatal(err)
	}
	if err := running.Migrate(); err != nil {
		t.Fatal(err)
	}
	if err := running.Login(); err != nil {
		t.Fatal(err)
	}
	if err := running.Load(); err != nil {
		t.Fatal(err)
	}
}

func TestPing(t *testing.T) {
	setUp(t)
	ping(t)
	pingInTime(t)
}

func ping(t *testing.T) {
	ch := make(chan string)
	go func() {
		ch <- running.Ping() // want `goroutine blocks forever sending to ch \(nobody receives from it\)`
	}()
	select {
	case <-ch:
	case <-time.After(time.Second):
		t.Log("no answer")
	}
}

func pingInTime(t *testing.T) {
	ch := make(chan string, 1)
	go func() {
		ch <- running.Ping() // ok: there is room
	}()
	select {
	case <-ch:
	case <-time.After(time.Second):
		t.Log("no answer")
	}
}
