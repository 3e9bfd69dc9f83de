// Package recovered has functions that never return, and some that recover from that.
package recovered

import (
	"errors"
	"os"
	"sync"

	"recovered/try"
)

func attempt(f func()) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	f()
	return
}

func goodPanic() {
	c := make(chan int)
	if err := attempt(func() { panic("no") }); err != nil {
		return
	}
	<-c
}

func goodPanicElsewhere() {
	c := make(chan int)
	if err := try.Do(func() { panic("no") }); err != nil {
		return
	}
	<-c
}

func goodReport() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := try.Do(func() { panic("no") }); err != nil {
			wg.Done()
		}
	}()
	wg.Wait()
}

func badNoPanic() {
	c := make(chan int)
	if err := attempt(func() { os.Getpid() }); err != nil {
		return
	}
	<-c // want `receive from c blocks forever`
}

func badAfter() {
	c := make(chan int)
	if err := attempt(func() { panic("no") }); err != nil {
		<-c // want `receive from c blocks forever`
	}
}
