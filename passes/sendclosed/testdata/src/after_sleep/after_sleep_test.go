package after_sleep

import (
	"testing"
	"time"
)

func TestGoodSleep(t *testing.T) {
	r := newReminder(5 * time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	close(r.ch)
}

func TestBadAtOnce(t *testing.T) {
	ch := make(chan int, 1)
	time.AfterFunc(5*time.Millisecond, func() {
		select {
		case ch <- 1: // want `send on channel ch that another goroutine can close first`
		default:
		}
	})
	close(ch)
}
