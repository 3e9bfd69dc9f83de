// Package room_for_one has senders that nobody waits for any more. Room for the value is
// all that some of them need.
package room_for_one

import (
	"fmt"
	"time"
)

func compute(n int) int { return n * n }

func badTimeout() (int, error) {
	result := make(chan int)
	go func() {
		result <- compute(3) // want `goroutine blocks forever sending to result`
	}()
	select {
	case n := <-result:
		return n, nil
	case <-time.After(time.Second):
		return 0, fmt.Errorf("timeout")
	}
}

// badEitherWay sends one of two values, and closes when it is done.
func badEitherWay(load func() (int, error), limit <-chan time.Time) int {
	var result = make(chan int)
	go func() {
		defer close(result)
		n, err := load()
		if err != nil {
			result <- -1 // want `goroutine blocks forever sending to result`
			return
		}
		result <- n // said above: the same channel, for the same reason
	}()
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}

// badWorkGoesOn would log before anybody has the value.
func badWorkGoesOn() int {
	result := make(chan int)
	go func() {
		result <- compute(3)     // want `goroutine blocks forever sending to result`
		fmt.Println("delivered") // no fix: it runs after the receiver today
	}()
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}

// badDeferredWork is the same with a defer.
func badDeferredWork() int {
	result := make(chan int)
	go func() {
		defer fmt.Println("delivered") // no fix
		result <- compute(3)           // want `goroutine blocks forever sending to result`
	}()
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}

// badInit sends before it decides.
func badInit(more bool) int {
	result := make(chan int)
	go func() {
		// No fix: the statement goes on.
		if result <- compute(3); more { // want `goroutine blocks forever sending to result`
			fmt.Println("delivered")
		}
	}()
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}

func badManyValues() int {
	result := make(chan int)
	go func() {
		for i := range 3 { // no fix: room for one value is not enough
			result <- compute(i) // want `goroutine blocks forever sending to result`
		}
	}()
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}

func badManySenders() int {
	result := make(chan int)
	for i := range 3 { // no fix: room for one value is not enough
		go func() {
			result <- compute(i) // want `goroutine blocks forever sending to result`
		}()
	}
	return <-result
}

func badMeasured() int {
	result := make(chan int)
	go func() {
		result <- compute(3) // want `goroutine blocks forever sending to result`
	}()
	select {
	case n := <-result:
		return n + cap(result) // no fix: it is another number then
	case <-time.After(time.Second):
		return 0
	}
}

func send(out chan<- int) { out <- compute(3) } // want `goroutine blocks forever sending to out`

func badHandedOn() int {
	result := make(chan int)
	go send(result) // no fix: what send does is not looked at
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}

func goodRoom() int {
	result := make(chan int, 1)
	go func() {
		result <- compute(3) // ok: there is room
	}()
	select {
	case n := <-result:
		return n
	case <-time.After(time.Second):
		return 0
	}
}
