// Package stopped_timer has goroutines that wait for a timer.
package stopped_timer

import "time"

func use(int) {}

func badTimer() {
	timer := time.NewTimer(time.Minute)
	go func() {
		<-timer.C // want `goroutine blocks forever receiving from timer\.C`
		use(1)
	}()
	timer.Stop()
}

func badTicker() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	go func() {
		for {
			<-ticker.C // want `goroutine blocks forever receiving from ticker\.C`
			use(1)
		}
	}()
}

func goodTimer() {
	timer := time.NewTimer(time.Millisecond)
	go func() {
		<-timer.C // ok: nobody stops it
		use(1)
	}()
}

func goodTicker() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case <-ticker.C:
				use(1)
			case <-done: // ok: closed when the function returns
				return
			}
		}
	}()
}

func goodAfter() {
	go func() {
		<-time.After(time.Millisecond) // ok: always fires
		use(1)
	}()
}
