package test_functions

import (
	"sync"
	"testing"
)

func TestBadOwnContext(t *testing.T) {
	ctx := t.Context()
	<-ctx.Done() // want `receive from ctx.Done\(\) blocks forever`
}

func TestBadCleanupOrder(t *testing.T) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		<-quit
		use(1)
	}()
	t.Cleanup(func() { close(quit) })
	t.Cleanup(func() { <-done }) // want `receive from done blocks forever`
}

func TestBadWaitForParallel(t *testing.T) {
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		wg.Add(1)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer wg.Done()
			use(1)
		})
	}
	wg.Wait() // want `wg.Wait blocks forever`
}

func TestGoodCleanupOrder(t *testing.T) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		<-quit
		use(1)
	}()
	t.Cleanup(func() { <-done }) // ok: runs after the one below
	t.Cleanup(func() { close(quit) })
}

func TestGoodCleanupOfSubtest(t *testing.T) {
	quit := make(chan struct{})
	t.Run("stop", func(t *testing.T) {
		t.Cleanup(func() { close(quit) })
	})
	<-quit // ok: the subtest is over
}

func TestGoodSubtestContext(t *testing.T) {
	done := make(chan struct{})
	t.Run("start", func(t *testing.T) {
		ctx := t.Context()
		go func() {
			defer close(done)
			<-ctx.Done()
		}()
	})
	<-done // ok: the context ends with the subtest
}

func TestGoodContextLives(t *testing.T) {
	ctx := t.Context()
	ch := make(chan int)
	go func() {
		select {
		case ch <- compute(3):
		case <-ctx.Done():
		}
	}()
	use(<-ch) // ok: the context ends after the test
}

func TestGoodWaitInCleanup(t *testing.T) {
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait) // ok: after the parallel subtests
	for _, name := range []string{"a", "b"} {
		wg.Add(1)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer wg.Done()
			use(1)
		})
	}
}

// A helper that takes any kind of test.
func fetch(tb testing.TB, ch chan int, ok bool) int {
	if !ok {
		tb.Fatal("no value") // the goroutine is left behind by a test that fails
	}
	return <-ch
}

func TestGoodHelper(t *testing.T) {
	ch := make(chan int)
	go func() { ch <- compute(2) }()
	use(fetch(t, ch, compute(2) == 4)) // ok
}
