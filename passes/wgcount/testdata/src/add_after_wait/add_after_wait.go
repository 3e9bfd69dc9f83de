// Package add_after_wait counts a goroutine when Wait may already be over.
package add_after_wait

import "sync"

func use(int) {}

func fetch(wg *sync.WaitGroup, n int) {
	wg.Add(1) // want `wg\.Add may run after wg\.Wait on line 21`
	defer wg.Done()
	use(n)
}

// badInCall counts in the function that the goroutine calls. Go vet sees only
// an Add in the go statement itself.
func badInCall(items []int) {
	var wg sync.WaitGroup
	for _, item := range items {
		go fetch(&wg, item)
	}
	wg.Wait()
}

type pool struct {
	wg   sync.WaitGroup
	jobs chan int
}

func (p *pool) worker() {
	p.begin()
	defer p.wg.Done()
	for job := range p.jobs {
		use(job)
	}
}

func (p *pool) begin() {
	p.wg.Add(1) // want `p\.wg\.Add may run after p\.wg\.Wait on line 51`
}

// badStart has the Add two calls below the go statement.
func badStart(jobs []int) {
	p := &pool{jobs: make(chan int, len(jobs))}
	for range 4 {
		go p.worker()
	}
	for _, job := range jobs {
		p.jobs <- job
	}
	close(p.jobs)
	p.wg.Wait()
}

// badNotFirst counts behind other statements of the goroutine.
func badNotFirst(items []int) {
	var wg sync.WaitGroup
	for _, item := range items {
		go func() {
			if item < 0 {
				return
			}
			wg.Add(1) // want `wg\.Add may run after wg\.Wait on line 67`
			defer wg.Done()
			use(item)
		}()
	}
	wg.Wait()
}

// badChild counts the child after its own Done.
func badChild() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		use(1)
		wg.Done()
		wg.Add(1) // want `wg\.Add may run after wg\.Wait on line 83`
		go func() {
			defer wg.Done()
			use(2)
		}()
	}()
	wg.Wait()
}

// badStarter starts the goroutines in a goroutine that is not counted.
func badStarter(items []int) {
	var wg sync.WaitGroup
	go func() {
		for _, item := range items {
			wg.Add(1) // want `wg\.Add may run after wg\.Wait on line 98`
			go func() {
				defer wg.Done()
				use(item)
			}()
		}
	}()
	wg.Wait()
}

// badGo has the same with Go, which counts too.
func badGo(items []int) {
	var wg sync.WaitGroup
	go func() {
		for _, item := range items {
			wg.Go(func() { use(item) }) // want `wg\.Go may run after wg\.Wait on line 109`
		}
	}()
	wg.Wait()
}

// badReuse counts the next round while another goroutine still waits for the
// last one.
func badReuse() {
	var wg sync.WaitGroup
	waited := make(chan struct{})
	wg.Add(1)
	go func() {
		defer close(waited)
		wg.Wait()
	}()
	wg.Done()
	wg.Add(1) // want `wg\.Add may run after wg\.Wait on line 120`
	go func() {
		defer wg.Done()
		use(2)
	}()
	<-waited
	wg.Wait()
}

// goodBeforeGo counts before the go statement.
func goodBeforeGo(items []int) {
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1) // ok: before the goroutine
		go func() {
			defer wg.Done()
			use(item)
		}()
	}
	wg.Wait()
}

func spawn(wg *sync.WaitGroup, n int) {
	wg.Add(1) // ok: spawn runs in the goroutine that waits
	go func() {
		defer wg.Done()
		use(n)
	}()
}

func goodInCall(items []int) {
	var wg sync.WaitGroup
	for _, item := range items {
		spawn(&wg, item)
	}
	wg.Wait()
}

// goodChild counts the child while its own count holds Wait.
func goodChild() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Add(1) // ok: not yet done itself
		go func() {
			defer wg.Done()
			use(2)
		}()
	}()
	wg.Wait()
}

// goodTree goes on like that.
func goodTree(depth int) {
	var wg sync.WaitGroup
	var grow func(int)
	grow = func(d int) {
		defer wg.Done()
		if d == 0 {
			return
		}
		for range 2 {
			wg.Add(1) // ok: not yet done itself
			go grow(d - 1)
		}
	}
	wg.Add(1)
	go grow(depth)
	wg.Wait()
}

// goodGoInGo uses Go in a goroutine of Go.
func goodGoInGo(items []int) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for _, item := range items {
			wg.Go(func() { use(item) }) // ok: the outer one is counted
		}
	})
	wg.Wait()
}

// goodStarted waits until the goroutine has counted.
func goodStarted(items []int) {
	var wg sync.WaitGroup
	started := make(chan struct{})
	go func() {
		for _, item := range items {
			wg.Add(1) // ok: Wait comes after started
			go func() {
				defer wg.Done()
				use(item)
			}()
		}
		close(started)
	}()
	<-started
	wg.Wait()
}

// goodReuse counts again after Wait has returned.
func goodReuse(rounds int) {
	var wg sync.WaitGroup
	for i := range rounds {
		for range 3 {
			wg.Add(1) // ok: the last Wait is over
			go func() {
				defer wg.Done()
				use(i)
			}()
		}
		wg.Wait()
	}
}

// goodOwn counts and waits in the goroutine.
func goodOwn(items []int) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		var wg sync.WaitGroup
		for _, item := range items {
			wg.Add(1) // ok: the same goroutine waits
			go func() {
				defer wg.Done()
				use(item)
			}()
		}
		wg.Wait()
	}()
	return done
}

// A server stops for good: it counts under the lock that guards closed.
type server struct {
	mu     sync.Mutex
	closed bool
	wg     sync.WaitGroup
}

func (s *server) goodAccept(serve func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.wg.Add(1) // ok: not if closed
	go func() {
		defer s.wg.Done()
		serve()
	}()
	return true
}

func (s *server) goodShutdown() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.wg.Wait()
}

// first counts in the first statement of the goroutine, which the pass waitgroup
// of go vet reports.
func first(items []int) {
	var wg sync.WaitGroup
	for _, item := range items {
		go func() {
			wg.Add(1)
			defer wg.Done()
			use(item)
		}()
	}
	wg.Wait()
}
