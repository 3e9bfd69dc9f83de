package left_by_tests

import (
	"testing"
	"time"
)

func TestBadTimeout(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	select {
	case <-ch:
	case <-time.After(time.Millisecond):
		t.Log("too slow")
	}
}

func TestBadSubtest(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			done := make(chan struct{})
			go func() {
				<-done // want `goroutine blocks forever receiving from done`
			}()
			select {
			case <-time.After(time.Millisecond):
				return
			default:
			}
			close(done)
		})
	}
}

func TestGoodError(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- compute(3) // ok: only left behind by a test that fails
	}()
	select {
	case <-ch:
	case <-time.After(time.Millisecond):
		t.Error("too slow")
	}
}

func TestGoodCleanup(t *testing.T) {
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		<-done // ok: closed when the test ends
	}()
}

func TestGoodParallel(t *testing.T) {
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			go func() {
				<-done // ok: closed after the subtests
			}()
		})
	}
}

func TestGoodPlatform(t *testing.T) {
	done := make(chan struct{})
	go func() {
		<-done // ok: who runs the test sees which way it takes
	}()
	if compute(3) == 4 {
		return
	}
	close(done)
}

// The second timer fires only if the test fails.
func TestGoodStages(t *testing.T) {
	pause, stop, failed := make(chan int), make(chan int), make(chan string)
	go func() {
		pause <- compute(1) // ok: left behind by a test that fails
		close(stop)
	}()
	go func() {
		select {
		case <-pause:
		case <-time.After(time.Millisecond):
			failed <- "blocked"
		}
	}()
	select {
	case <-time.After(time.Second):
		t.Fatal("too slow")
	case why := <-failed:
		t.Fatal(why)
	case <-stop:
	}
}

// The timer fires, and the test passes.
func TestBadStages(t *testing.T) {
	pause, stop := make(chan int), make(chan int)
	go func() {
		pause <- compute(1) // want `goroutine blocks forever sending to pause`
	}()
	go func() {
		select {
		case <-pause:
		case <-time.After(time.Millisecond):
		}
		close(stop)
	}()
	select {
	case <-time.After(time.Second):
		t.Fatal("too slow")
	case <-stop:
	}
}

func inTime(f func()) bool {
	done := make(chan struct{}, 1)
	go func() {
		f() // want `goroutine blocks forever receiving from block on line \d+ \(caller returns on line 150 without sending or closing\)`
		done <- struct{}{}
	}()
	select {
	case <-done:
		return true
	case <-time.After(time.Millisecond):
		return false
	}
}

func TestGoodTakesForever(t *testing.T) {
	block := make(chan struct{})
	if inTime(func() { <-block }) { // ok: stands in for what takes for ever
		t.Error("it does not block")
	}
}

func TestBadTakesLong(t *testing.T) {
	block := make(chan struct{})
	if inTime(func() { <-block }) {
		close(block)
	}
}
