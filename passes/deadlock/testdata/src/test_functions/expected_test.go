package test_functions

import (
	"sync/atomic"
	"testing"
	"time"
)

// thread runs jobs one after the other, until it is stopped.
type thread struct {
	jobs     chan func()
	stopping atomic.Bool
}

func newThread() *thread {
	t := &thread{jobs: make(chan func())}
	go func() {
		for job := range t.jobs {
			job()
		}
	}()
	return t
}

func (t *thread) stop(cleanup func()) {
	if t.stopping.CompareAndSwap(false, true) {
		t.jobs <- cleanup
		close(t.jobs)
	}
}

func (t *thread) do(job func()) bool {
	if t.stopping.Load() {
		return false
	}
	t.jobs <- job
	return true
}

func (t *thread) ask(job func()) bool {
	if t.stopping.Load() {
		return false
	}
	t.jobs <- job // want `send to t.jobs blocks forever`
	return true
}

// TestGoodExpected gives the goroutine the time that it needs.
func TestGoodExpected(t *testing.T) {
	th := newThread()
	running, release := make(chan struct{}), make(chan struct{})
	go th.do(func() {
		close(running)
		<-release
	})
	<-running
	cleaned, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		th.stop(func() { close(cleaned) })
	}()
	select {
	case <-cleaned:
		t.Fatal("cleaned too early")
	case <-time.After(10 * time.Millisecond):
	}
	if th.do(func() {}) { // ok: it is stopping
		t.Fatal("not stopping")
	}
	close(release)
	<-stopped
}

// TestBadExpected does not wait for the goroutine.
func TestBadExpected(t *testing.T) {
	th := newThread()
	running, release := make(chan struct{}), make(chan struct{})
	go th.do(func() {
		close(running)
		<-release
	})
	<-running
	cleaned, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		th.stop(func() { close(cleaned) })
	}()
	if th.ask(func() {}) {
		t.Fatal("not stopping")
	}
	close(release)
	<-stopped
}
