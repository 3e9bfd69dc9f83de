package test_functions

import (
	"context"
	"sync"
	"testing"
	"time"
)

func compute(n int) int { return n * n }

func TestBadReceive(t *testing.T) {
	ch := make(chan int)
	if got := <-ch; got != 9 { // want `receive from ch blocks forever`
		t.Errorf("got %d, want 9", got)
	}
}

func TestBadForgottenClose(t *testing.T) {
	done := make(chan struct{})
	go func() {
		if compute(3) != 9 {
			t.Error("wrong")
			return
		}
		use(1)
	}()
	<-done // want `receive from done blocks forever`
}

func TestGoodFatal(t *testing.T) {
	ch := make(chan int)
	errc := make(chan error)
	go func() {
		errc <- nil // ok: only left behind by a test that fails
	}()
	go func() {
		ch <- compute(3) // ok: likewise
	}()
	if err := <-errc; err != nil {
		t.Fatal(err)
	}
	if got := <-ch; got != 9 {
		t.Fatalf("got %d, want 9", got)
	}
}

func TestGoodErrorReturns(t *testing.T) {
	done := make(chan struct{})
	go func() {
		if compute(3) != 9 {
			t.Error("wrong")
			return
		}
		close(done)
	}()
	<-done // ok: closed unless the test fails
}

func TestGoodParallelGroup(t *testing.T) {
	var wg sync.WaitGroup
	t.Run("group", func(t *testing.T) {
		for _, name := range []string{"a", "b"} {
			wg.Add(1)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				defer wg.Done()
				use(1)
			})
		}
	})
	wg.Wait() // ok: Run of the group returns when its subtests have
}

func TestGoodSubtest(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- 1
	}()
	t.Run("receive", func(t *testing.T) {
		if got := <-ch; got != 1 { // ok: sent by the goroutine of the outer test
			t.Errorf("got %d, want 1", got)
		}
	})
}

func TestGoodCleanup(t *testing.T) {
	s := goodHelper(t)
	s.jobs <- 1 // ok: the server receives
}

func TestGoodCleanupCloses(t *testing.T) {
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		<-done // ok: closed when the test ends
		use(1)
	}()
}

func TestGoodParallelCleanup(t *testing.T) {
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

func TestGoodContext(t *testing.T) {
	done := make(chan struct{})
	ctx := t.Context()
	go func() {
		defer close(done)
		<-ctx.Done()
	}()
	t.Cleanup(func() { <-done }) // ok: the context is cancelled before
}

func TestGoodDerivedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
	}()
	cancel()
	<-done // ok: cancelled before
}

func TestGoodSkip(t *testing.T) {
	ch := make(chan int)
	if testing.Short() {
		t.Skip("too long")
	}
	go func() {
		ch <- compute(3) // ok: received below
	}()
	<-ch
}

// A gate opens for whoever is told to.
type gate struct {
	mu     sync.Locker
	opened chan struct{}
}

func (g *gate) wait(stop <-chan struct{}) {
	g.mu.Unlock()
	defer g.mu.Lock()
	select {
	case <-g.opened:
	case <-stop:
	}
}

type suite struct {
	lock sync.Mutex
	gate *gate
}

// TestGoodStop has a gate that was made for it elsewhere: nobody opens it.
func (s *suite) TestGoodStop() {
	var started, done sync.WaitGroup
	started.Add(1)
	done.Add(1)
	stop := make(chan struct{})
	go func() {
		defer done.Done()
		s.lock.Lock()
		defer s.lock.Unlock()
		started.Done()
		s.gate.wait(stop)
	}()
	started.Wait()
	stop <- struct{}{} // ok: wait receives it
	done.Wait()
}

// TestGoodTimer gives the goroutine a second.
func TestGoodTimer(t *testing.T) {
	over, first := make(chan struct{}), make(chan struct{})
	var once sync.Once
	time.AfterFunc(time.Second, func() { close(over) })
	go func() {
		for {
			select {
			case <-over:
				return
			default:
				once.Do(func() { close(first) })
			}
		}
	}()
	<-first // ok: a second is enough
}

func TestBadTimer(t *testing.T) {
	over, first := make(chan struct{}), make(chan struct{})
	time.AfterFunc(time.Second, func() { close(over) })
	go func() {
		<-over
		use(1)
	}()
	<-first // want `receive from first blocks forever`
}

func TestBadCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ch := make(chan int)
	go func() {
		<-ctx.Done()
		if ctx.Err() == context.Canceled {
			return
		}
		close(ch)
	}()
	cancel()
	<-ch // want `receive from ch blocks forever`
}

func TestGoodCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ch := make(chan int)
	go func() {
		<-ctx.Done()
		if ctx.Err() != context.Canceled {
			return
		}
		close(ch)
	}()
	cancel()
	<-ch // ok: it was canceled
}

func TestGoodCause(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ch := make(chan int)
	go func() {
		<-ctx.Done()
		if context.Cause(ctx) != context.Canceled {
			return
		}
		close(ch)
	}()
	cancel()
	<-ch // ok: the cause is the same
}

func TestGoodFirstValue(t *testing.T) {
	received := make(chan struct{})
	go func() {
		first := true
		for range source.Values() {
			if first {
				close(received)
			}
			first = false
		}
	}()
	<-received // ok: a test knows that something comes
}

func TestGoodRelay(t *testing.T) {
	r := newRelay(source)
	if r.ask() != 1 { // ok: a test knows that the source has more
		t.Fail()
	}
}
