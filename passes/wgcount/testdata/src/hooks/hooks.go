// Package hooks puts functions into fields of another package's types.
package hooks

import (
	"sync"

	"hooks/listener"
)

func goodCalled() {
	var wg sync.WaitGroup
	wg.Add(1)
	l := &listener.Listener{}
	l.OnEvent(func(int) { wg.Done() })
	go l.Event(1)
	wg.Wait() // ok: Event calls the function
}

func badNoEvent() {
	var wg sync.WaitGroup
	wg.Add(2)
	l := &listener.Listener{}
	l.OnEvent(func(int) { wg.Done() })
	go l.Event(1)
	wg.Wait() // want `wg\.Wait blocks forever: wg\.Done on line 23 is not reached`
}
