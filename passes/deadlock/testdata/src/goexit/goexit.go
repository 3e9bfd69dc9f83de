// Package goexit has goroutines that end by runtime.Goexit, and some that
// never end on purpose.
package goexit

import (
	"runtime"
	"sync"
)

func use(int) {}

func giveUp(failed bool) {
	if failed {
		runtime.Goexit()
	}
}

func badSelectForever() {
	ch := make(chan int)
	go func() {
		ch <- 1
		select {}
	}()
	use(<-ch)
	use(<-ch) // want `receive from ch blocks forever`
}

func goodDeferredDone(failed bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		giveUp(failed)
		use(1)
	}()
	wg.Wait() // ok: the deferred Done runs
}

func goodGroup(failed bool) {
	var wg sync.WaitGroup
	wg.Go(func() {
		giveUp(failed)
		use(1)
	})
	wg.Wait() // ok: counted down in any case
}

func goodDeferredClose(failed bool) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		if failed {
			runtime.Goexit()
		}
		ch <- 1
	}()
	return <-ch // ok: closed in any case
}

func goodNotRecovered(failed bool) int {
	ch := make(chan int)
	go func() {
		defer func() {
			if recover() == nil && failed {
				ch <- 0 // ok: Goexit is not a panic
			}
		}()
		if failed {
			runtime.Goexit()
		}
		ch <- 1
	}()
	return <-ch
}

func goodSelectForever() {
	ch := make(chan int)
	go func() {
		ch <- 1
		select {} // ok: on purpose
	}()
	use(<-ch)
}

func goodForever() {
	done := make(chan struct{})
	go func() {
		use(1)
		close(done)
	}()
	<-done
	select {} // ok: on purpose
}
