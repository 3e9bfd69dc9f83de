package guarded

import "time"

func idle() { <-make(chan int) }

// goodAsleep closes when the sender has long been through, whatever else it has
// started.
func goodAsleep() {
	ch := make(chan int, 1)
	go func() {
		go idle()
		go idle()
		go idle()
		ch <- 1
	}()
	time.Sleep(time.Second)
	close(ch) // ok: after a second
}
