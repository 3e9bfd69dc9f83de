// Package once_started has goroutines and channels that a sync.Once, or one of
// its relatives, starts or makes.
package once_started

import "sync"

func use(int) {}

func badStarted() {
	var once sync.Once
	jobs := make(chan int)
	for range 2 {
		once.Do(func() {
			go func() {
				use(<-jobs) // want `goroutine blocks forever receiving from jobs`
			}()
		})
	}
}

func badOnceValueChannel() {
	results := sync.OnceValue(func() chan int { return make(chan int) })
	go func() {
		results() <- 1
		results() <- 2 // want `goroutine blocks forever sending to results\(\)`
	}()
	use(<-results())
}

func badNeverStopped(failed bool) {
	done := make(chan struct{})
	stop := sync.OnceFunc(func() { close(done) })
	go func() {
		<-done // want `goroutine blocks forever receiving from done`
		use(1)
	}()
	if failed {
		return
	}
	stop()
}

func goodStarted() {
	var once sync.Once
	jobs := make(chan int)
	for i := range 2 {
		once.Do(func() {
			go func() {
				for j := range jobs { // ok: closed in the end
					use(j)
				}
			}()
		})
		jobs <- i
	}
	close(jobs)
}

func goodOnceValueChannel() {
	results := sync.OnceValue(func() chan int { return make(chan int, 2) })
	go func() {
		results() <- 1
		results() <- 2 // ok: the same buffer takes both
	}()
	use(<-results())
}

func goodStopped(failed bool) {
	done := make(chan struct{})
	stop := sync.OnceFunc(func() { close(done) })
	defer stop()
	go func() {
		<-done // ok: closed on every path
		use(1)
	}()
	if failed {
		stop()
		return
	}
	use(2)
}
