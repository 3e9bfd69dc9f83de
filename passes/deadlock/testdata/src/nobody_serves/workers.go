package nobody_serves

import "sync"

// goodWorkers starts at least one.
func goodWorkers(n int, jobs []int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for range max(n, 1) {
		wg.Go(func() {
			for range ch {
			}
		})
	}
	for _, j := range jobs {
		ch <- j // ok: somebody is there
	}
	close(ch)
	wg.Wait()
}

// goodGiven starts as many as it is told to.
func goodGiven(n int, jobs []int) {
	ch := make(chan int)
	for range n {
		go func() {
			for range ch {
			}
		}()
	}
	for _, j := range jobs {
		ch <- j // ok: that n is 0 is doubtful
	}
	close(ch)
}

func badNone() {
	ch := make(chan int)
	workers := 0
	for range workers {
		go func() {
			for range ch {
			}
		}()
	}
	ch <- 1 // want `send to ch blocks forever`
}
