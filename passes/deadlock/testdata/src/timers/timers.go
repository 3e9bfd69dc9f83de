// Package timers waits for timers and tickers that are stopped or have fired.
package timers

import (
	"math"
	"time"
)

func use(int) {}

func badStopped() {
	timer := time.NewTimer(time.Second)
	timer.Stop()
	<-timer.C // want `receive from timer\.C blocks forever`
}

func badFiredTwice() {
	timer := time.NewTimer(time.Millisecond)
	<-timer.C
	<-timer.C // want `receive from timer\.C blocks forever`
}

func badDrained(work func() bool) {
	timer := time.NewTimer(time.Millisecond)
	<-timer.C
	if !timer.Stop() {
		<-timer.C // want `receive from timer\.C blocks forever`
	}
	timer.Reset(time.Second)
}

func badLoop(poll func() bool) {
	timer := time.NewTimer(time.Millisecond)
	for !poll() {
		<-timer.C // want `receive from timer\.C blocks forever`
	}
}

func badAfterFuncStopped() {
	done := make(chan struct{})
	timer := time.AfterFunc(time.Second, func() { close(done) })
	timer.Stop()
	<-done // want `receive from done blocks forever`
}

func badTickerStopped() {
	ticker := time.NewTicker(time.Millisecond)
	<-ticker.C
	ticker.Stop()
	<-ticker.C // want `receive from ticker\.C blocks forever`
}

func goodReset() {
	timer := time.NewTimer(time.Second)
	timer.Stop()
	timer.Reset(time.Millisecond)
	<-timer.C // ok: armed again
}

func goodResetAfterFired() {
	timer := time.NewTimer(time.Millisecond)
	<-timer.C
	timer.Reset(time.Millisecond)
	<-timer.C // ok: armed again
}

func goodDrained(ch chan int) {
	timer := time.NewTimer(time.Second)
	select {
	case v := <-ch:
		if !timer.Stop() {
			<-timer.C // ok: fired and not received
		}
		use(v)
	case <-timer.C:
	}
}

func goodLoop(poll func() bool) {
	timer := time.NewTimer(time.Millisecond)
	defer timer.Stop()
	for !poll() {
		<-timer.C // ok: armed again in every round
		timer.Reset(time.Millisecond)
	}
}

func goodAfterFunc() {
	done := make(chan struct{})
	timer := time.AfterFunc(time.Second, func() { close(done) })
	if timer.Stop() {
		return
	}
	<-done // ok: the function has been started
}

func goodAfterFuncReset() {
	done := make(chan struct{})
	timer := time.AfterFunc(time.Second, func() { close(done) })
	if timer.Stop() {
		timer.Reset(time.Millisecond)
	}
	<-done // ok: armed again
}

func goodTicker() {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for range 3 {
		<-ticker.C // ok: ticks until it is stopped
	}
}

func goodTickerReset() {
	ticker := time.NewTicker(time.Millisecond)
	ticker.Stop()
	ticker.Reset(time.Second)
	<-ticker.C // ok: ticks again
	ticker.Stop()
}

func goodTick() {
	tick := time.Tick(time.Millisecond)
	<-tick
	<-tick // ok: never stopped
}

func badTickerNotClosed() {
	ticker := time.NewTicker(time.Millisecond)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if _, ok := <-ticker.C; !ok { // Stop does not close it
				return
			}
			use(1)
		}
	}()
	ticker.Stop()
	<-done // want `receive from done blocks forever`
}

// goodEndless makes a timer that is never over by itself.
func goodEndless(d time.Duration, ch chan int) {
	timer := time.NewTimer(math.MaxInt64)
	if !timer.Stop() {
		<-timer.C // ok: it was not over
	}
	timer.Reset(d)
	select {
	case <-ch:
	case <-timer.C:
	}
}

func badEndless() {
	timer := time.NewTimer(math.MaxInt64)
	<-timer.C // want `receive from timer\.C blocks forever`
}
