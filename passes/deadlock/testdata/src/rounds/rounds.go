// Package rounds starts a goroutine in each round of a loop.
package rounds

import "sync"

// badThree has room for one of three.
func badThree() int {
	var wg sync.WaitGroup
	first := make(chan int, 1)
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			first <- i
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
	return <-first
}

func goodThree() int {
	var wg sync.WaitGroup
	all := make(chan int, 3)
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			all <- i
		}()
	}
	wg.Wait() // ok: room for all
	return <-all
}

// badErrors has room for one of them, however many there are.
func badErrors(tasks []func() error) error {
	var wg sync.WaitGroup
	errs := make(chan error, 1)
	for _, task := range tasks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := task(); err != nil {
				errs <- err
			}
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
	close(errs)
	return <-errs
}

func goodErrors(tasks []func() error) error {
	var wg sync.WaitGroup
	errs := make(chan error, len(tasks))
	for i := 0; i < len(tasks); i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := tasks[i](); err != nil {
				errs <- err
			}
		}()
	}
	wg.Wait() // ok: room for all
	close(errs)
	return <-errs
}

// goodSkips leaves out those of a round that another one has changed.
func goodSkips() {
	done := make(chan int)
	for i := 0; i < 4; i++ {
		i++
		go func() { done <- i }()
	}
	<-done
	<-done // ok: two rounds
}

func badSkips() {
	done := make(chan int)
	for i := 0; i < 4; i++ {
		i++
		go func() { done <- i }()
	}
	<-done
	<-done
	<-done // want `receive from done blocks forever`
}
