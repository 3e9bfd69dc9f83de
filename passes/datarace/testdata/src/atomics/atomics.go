// Package atomics mixes atomic and plain accesses.
package atomics

import (
	"sync"
	"sync/atomic"
)

func badMixed(n int) int64 {
	var count int64
	for range n {
		go func() {
			atomic.AddInt64(&count, 1)
		}()
	}
	return count // want `variable count is read here and written on line \d+ by another goroutine`
}

func goodAtomic(n int) int64 {
	var count int64
	for range n {
		go func() {
			atomic.AddInt64(&count, 1)
		}()
	}
	return atomic.LoadInt64(&count)
}

func goodAtomicJoined(n int) int64 {
	var wg sync.WaitGroup
	var count int64
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			atomic.AddInt64(&count, 1)
		}()
	}
	wg.Wait()
	return count // ok: nobody adds any more
}

func goodTyped(n int) int64 {
	var count atomic.Int64
	for range n {
		go func() {
			count.Add(1)
		}()
	}
	return count.Load()
}

// The flag says that the value is there.
func goodPublished() int {
	var ready atomic.Bool
	value := 0
	go func() {
		value = 42
		ready.Store(true)
	}()
	if ready.Load() {
		return value
	}
	return 0
}

// The flag is set too early.
func badPublished() int {
	var ready atomic.Bool
	value := 0
	go func() {
		ready.Store(true)
		value = 42 // want `variable value is written here and read on line \d+ by another goroutine`
	}()
	if ready.Load() {
		return value
	}
	return 0
}

// Only one of them gets the right to write.
func goodClaimed() {
	var claimed atomic.Bool
	value := 0
	for range 2 {
		go func() {
			if claimed.CompareAndSwap(false, true) {
				value = 42
				use(value)
			}
		}()
	}
}

func use(int) {}

// That nothing depends on the loaded value does not matter.
func badLoaded() {
	var n int32
	go func() {
		use(int(atomic.LoadInt32(&n)))
	}()
	n = 1 // want `variable n is written here and read on line \d+ by another goroutine`
}

// A method value has no receiver among its arguments.
func goodMethodValue(n *int) {
	var done atomic.Bool
	load := done.Load
	c := make(chan bool)
	go func() {
		*n = 1
		c <- true
	}()
	<-c
	use(*n)
	_ = load()
	func(f func() bool) { _ = f() }(done.Load)
	defer done.Load()
}
