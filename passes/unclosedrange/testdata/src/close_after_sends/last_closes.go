package close_after_sends

import "sync/atomic"

// goodLast has the last worker close: it subtracts one, as unsigned numbers do.
func goodLast() {
	left := uint32(2)
	results := make(chan int)
	for i := range 2 {
		go func() {
			results <- i
			if atomic.AddUint32(&left, ^uint32(0)) == 0 {
				close(results)
			}
		}()
	}
	for n := range results { // ok
		use(n)
	}
}

func badLast() {
	left := uint64(3)
	results := make(chan int)
	for i := range 2 {
		go func() {
			results <- i
			if atomic.AddUint64(&left, ^uint64(0)) == 0 {
				close(results)
			}
		}()
	}
	for n := range results { // want `range over channel results never ends: nobody closes it`
		use(n)
	}
}
