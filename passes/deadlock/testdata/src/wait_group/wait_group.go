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
