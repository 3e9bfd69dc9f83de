// Package after_sleep tells by a timer that something is due.
package after_sleep

import "time"

type reminder struct {
	ch    chan int
	timer *time.Timer
}

func newReminder(d time.Duration) *reminder {
	r := &reminder{ch: make(chan int, 1)}
	r.timer = time.AfterFunc(d, r.fire)
	return r
}

func (r *reminder) fire() {
	select {
	case r.ch <- 1: // ok: tests sleep for long enough
	default:
	}
}
