package nobody_serves

import "sync"

// goodTokens has more tokens than goroutines.
func goodTokens(n int, work func() error) {
	errs := make(chan error)
	tokens := make(chan struct{}, 5000)
	for range 5000 {
		tokens <- struct{}{}
	}
	limit := func(f func()) {
		<-tokens
		f()
		tokens <- struct{}{}
	}
	go func() {
		var wg sync.WaitGroup
		for range n {
			wg.Add(1)
			go limit(func() {
				defer wg.Done()
				var inner sync.WaitGroup
				for range n {
					inner.Add(1)
					go limit(func() {
						defer inner.Done()
						if err := work(); err != nil {
							errs <- err
						}
					})
				}
				inner.Wait()
			})
		}
		wg.Wait()
		close(errs)
	}()
	for range errs {
	}
}

var asking struct{}

// goodToken compares values of a type that has only one.
func goodToken(turns chan struct{}) {
	t := <-turns
	c := make(chan int)
	go func() {
		if t == asking {
			c <- 1
		}
	}()
	<-c // ok
}
