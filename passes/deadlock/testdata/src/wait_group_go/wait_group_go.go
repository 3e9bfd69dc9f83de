// Package wait_group_go waits for goroutines that WaitGroup.Go starts.
package wait_group_go

import "sync"

func use(int) {}

func badWaitBeforeDrain() int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { ch <- i })
	}
	wg.Wait() // want `wg\.Wait blocks forever`
	return <-ch
}

func badWaitInside() {
	var wg sync.WaitGroup
	wg.Go(func() {
		wg.Wait()
		use(1)
	})
	wg.Wait() // want `wg\.Wait blocks forever`
}

func badWaitForCloser() {
	ch := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() {
		for v := range ch {
			use(v)
		}
	})
	ch <- 1
	wg.Wait() // want `wg\.Wait blocks forever`
	close(ch)
}

func badStopAfterWait() {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { <-done })
	defer close(done)
	wg.Wait() // want `wg\.Wait blocks forever`
}

func goodDrained() int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { ch <- i })
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	sum := 0
	for v := range ch { // ok: closed when all have sent
		sum += v
	}
	return sum
}

func goodNested() {
	var outer, inner sync.WaitGroup
	outer.Go(func() {
		inner.Go(func() { use(1) })
		inner.Wait() // ok: another group
	})
	outer.Wait()
}

func goodGoInside() {
	var wg sync.WaitGroup
	wg.Go(func() {
		wg.Go(func() { use(1) })
	})
	wg.Wait() // ok: the inner one is counted before the outer one is done
}

func goodClosedBeforeWait() {
	ch := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() {
		for v := range ch {
			use(v)
		}
	})
	ch <- 1
	close(ch)
	wg.Wait() // ok: the range has ended
}

func goodDeferOrder() {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { <-done })
	defer wg.Wait()
	defer close(done) // ok: runs before the wait
}
