// Package worker_pool ranges over channels of jobs and of results.
package worker_pool

import "sync"

func use(int) {}

func badPool() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for job := range jobs { // want `range over channel jobs never ends: nobody closes it`
				use(job)
			}
		}()
	}
	for i := range 3 {
		jobs <- i
	}
	wg.Wait()
}

func badLeftWorker() {
	jobs := make(chan int)
	go func() {
		for job := range jobs { // want `range over channel jobs never ends: nobody closes it`
			use(job)
		}
	}()
	for i := range 3 {
		jobs <- i
	}
}

func worker(in <-chan int, out chan<- int) {
	for v := range in { // want `range over channel in never ends: nobody closes it`
		out <- v * v
	}
}

func badHelper() int {
	jobs := make(chan int, 2)
	results := make(chan int, 2)
	go worker(jobs, results)
	jobs <- 1
	jobs <- 2
	return <-results + <-results
}

func badResults() int {
	results := make(chan int, 3)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- i * i
		}()
	}
	wg.Wait()
	sum := 0
	for v := range results { // want `range over channel results never ends: nobody closes it`
		sum += v
	}
	return sum
}

func goodPool() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for job := range jobs { // ok: closed after the last job
				use(job)
			}
		}()
	}
	for i := range 3 {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
}

func goodDeferredClose() {
	jobs := make(chan int)
	defer close(jobs)
	go func() {
		for job := range jobs { // ok: closed when the function returns
			use(job)
		}
	}()
	for i := range 3 {
		jobs <- i
	}
}

func square(in <-chan int, out chan<- int) {
	for v := range in { // ok: the callers close it
		out <- v * v
	}
	close(out)
}

func goodHelper() int {
	jobs := make(chan int)
	results := make(chan int)
	go square(jobs, results)
	go func() {
		defer close(jobs)
		jobs <- 1
		jobs <- 2
	}()
	sum := 0
	for v := range results {
		sum += v
	}
	return sum
}

func goodResults() int {
	results := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- i * i
		}()
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	sum := 0
	for v := range results { // ok: closed when the producers are done
		sum += v
	}
	return sum
}
