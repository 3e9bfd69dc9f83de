// Package called_back gives functions that wait to code that is not known.
package called_back

import "sync"

type timer interface {
	Step(name string, f func())
}

type client interface {
	Get(region string) error
}

func goodStep(t timer, c client, regions []string) {
	var wg sync.WaitGroup
	req := make(chan string, len(regions))
	errs := make(chan error, len(regions))
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for r := range req {
				errs <- c.Get(r)
			}
		}()
	}
	t.Step("query", func() {
		for _, r := range regions {
			req <- r
		}
		close(req)
		wg.Wait()
	})
	close(errs)
	for range errs {
	}
}

func badStep(t timer, c client, regions []string) {
	req := make(chan string, len(regions))
	errs := make(chan error, len(regions))
	for range 2 {
		go func() {
			for r := range req {
				errs <- c.Get(r) // want `send on channel errs that another goroutine can close first`
			}
		}()
	}
	t.Step("query", func() { println(len(regions)) })
	for _, r := range regions {
		req <- r
	}
	close(req)
	close(errs)
	for range errs {
	}
}
