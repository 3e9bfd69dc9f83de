// Package left_by_tests has helpers of tests, and tests that leave goroutines
// behind.
package left_by_tests

import "testing"

func compute(n int) int { return n * n }

func badHelper(t *testing.T) int {
	t.Helper()
	ch := make(chan int)
	go func() {
		ch <- compute(3) // want `goroutine blocks forever sending to ch`
	}()
	if testing.Short() {
		return 0
	}
	return <-ch
}

func goodFatalHelper(t *testing.T, check func() error) int {
	t.Helper()
	ch := make(chan int)
	go func() {
		ch <- compute(3) // ok: only left behind by a test that fails
	}()
	if err := check(); err != nil {
		t.Fatal(err)
	}
	return <-ch
}

func goodFailNowHelper(tb testing.TB, check func() error) int {
	tb.Helper()
	ch := make(chan int)
	go func() {
		ch <- compute(3) // ok: likewise
	}()
	if check() != nil {
		tb.Log("failed")
		tb.FailNow()
	}
	return <-ch
}

func goodSkipHelper(t *testing.T) int {
	t.Helper()
	ch := make(chan int)
	if testing.Short() {
		t.Skip("too long")
	}
	go func() {
		ch <- compute(3) // ok: received below
	}()
	return <-ch
}

func goodStopped(tb testing.TB) chan<- int {
	tb.Helper()
	jobs := make(chan int)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case j := <-jobs:
				compute(j)
			case <-done: // ok: closed when the test ends
				return
			}
		}
	}()
	tb.Cleanup(func() { close(done) })
	return jobs
}
