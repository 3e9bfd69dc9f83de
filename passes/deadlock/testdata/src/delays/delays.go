// Package delays sets a function in a field of a type of another package.
package delays

import (
	"time"

	"delays/executor"
)

func goodDelay() {
	e := executor.New()
	waits := make(chan bool)
	e.Delay = func(time.Duration) { close(waits) }
	go e.Run()
	go e.Do()
	<-waits // ok: e calls the function
}

func badDelay() {
	e := executor.New()
	waits := make(chan bool)
	e.Delay = func(time.Duration) {}
	go e.Run()
	go e.Do()
	<-waits // want `receive from waits blocks forever`
}
