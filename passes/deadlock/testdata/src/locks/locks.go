// Package locks has locks that their holder, or the one that it waits for,
// needs again.
package locks

import "sync"

func use(int) {}

func badHeldAcrossSend() {
	var mu sync.Mutex
	ch := make(chan int)
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
		<-ch
	}()
	mu.Lock()
	ch <- 1 // want `send to ch blocks forever`
	mu.Unlock()
}

func badHeldAcrossWait() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		use(1)
	}()
	mu.Lock()
	defer mu.Unlock()
	wg.Wait() // want `wg\.Wait blocks forever`
}

func goodReaders() {
	var mu sync.RWMutex
	mu.RLock()
	mu.RLock() // ok: no writer, so readers share the lock
	use(1)
	mu.RUnlock()
	mu.RUnlock()
}

type gauge struct {
	mu sync.Mutex
	n  int
}

func (g *gauge) value() int {
	g.mu.Lock() // ok: add calls the variant that takes no lock
	defer g.mu.Unlock()
	return g.valueLocked()
}

func (g *gauge) valueLocked() int {
	return g.n
}

func (g *gauge) goodAdd() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.n = g.valueLocked() + 1
}

func goodTwoGauges() int {
	a, b := &gauge{n: 1}, &gauge{n: 2}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.n + b.value() // ok: the lock of another gauge
}

func goodReleasedBeforeSend() {
	var mu sync.Mutex
	ch := make(chan int)
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
		<-ch
	}()
	mu.Lock()
	use(2)
	mu.Unlock()
	ch <- 1 // ok: the receiver can get the lock
}

func goodReleasedBeforeWait() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		use(1)
	}()
	mu.Lock()
	use(2)
	mu.Unlock()
	wg.Wait() // ok: the goroutine can get the lock
}
