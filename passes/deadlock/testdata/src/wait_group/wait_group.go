// Package wait_group waits for goroutines that cannot end or do not report it.
package wait_group

import "sync"

func use(int) {}

func badWaitBeforeDrain() int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- i
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
	close(ch)
	sum := 0
	for v := range ch {
		sum += v
	}
	return sum
}

func badAddTwo() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		use(1)
	}()
	wg.Wait() // want `wg\.Wait blocks forever`
}

func badSkippedDone(step func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := step(); err != nil {
			return
		}
		wg.Done()
	}()
	wg.Wait() // want `wg\.Wait blocks forever`
}

func work(wg sync.WaitGroup) {
	defer wg.Done()
	use(1)
}

func badCopied() {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(wg)
	wg.Wait() // want `wg\.Wait blocks forever`
}

func goodDrained() int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- i
		}()
	}
	go func() {
		wg.Wait() // ok: the function receives meanwhile
		close(ch)
	}()
	sum := 0
	for v := range ch {
		sum += v
	}
	return sum
}

func goodBuffered() int {
	ch := make(chan int, 3)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- i
		}()
	}
	wg.Wait() // ok: the buffer takes all
	close(ch)
	sum := 0
	for v := range ch {
		sum += v
	}
	return sum
}

func goodAddTwo() {
	var wg sync.WaitGroup
	wg.Add(2)
	for range 2 {
		go func() {
			defer wg.Done()
			use(1)
		}()
	}
	wg.Wait() // ok: two goroutines are done
}

func goodSkipped(step func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := step(); err != nil {
			return
		}
		use(1)
	}()
	wg.Wait() // ok: the deferred Done runs on every path
}

func workOn(wg *sync.WaitGroup) {
	defer wg.Done()
	use(1)
}

func goodPointer() {
	var wg sync.WaitGroup
	wg.Add(1)
	go workOn(&wg)
	wg.Wait() // ok: the goroutine has the same WaitGroup
}

func goodNone() {
	var wg sync.WaitGroup
	wg.Wait() // ok: nothing to wait for
}
