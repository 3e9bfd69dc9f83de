// Package distant has races whose accesses are far from the go statement: through
// interfaces, through many calls, and where a function returns.
package distant

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

type filter interface{ Run(n int) }

type counting struct{ called int }

func (c *counting) Run(n int) {
	c.called++ // want `variable c.called is written here and written on line 17 by another goroutine without synchronisation`
}

type framework struct{ plugin filter }

func (f *framework) runAll(n int) { f.plugin.Run(n) }

// Two workers run the same plugin.
func Parallel() {
	f := &framework{plugin: &counting{}}
	var wg sync.WaitGroup
	wg.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			defer wg.Done()
			f.runAll(i)
		}()
	}
	wg.Wait()
}

type checker interface{ Check() }

type guarded struct {
	mu      sync.Mutex
	checked int
}

func (g *guarded) Check() {
	g.mu.Lock()
	g.checked++
	g.mu.Unlock()
}

type holder struct{ c checker }

// The same with a lock.
func ParallelGuarded() {
	h := &holder{c: &guarded{}}
	var wg sync.WaitGroup
	wg.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			defer wg.Done()
			h.c.Check()
		}()
	}
	wg.Wait()
}

type stats struct{ writes uint64 }

type cache struct{ stats stats }

func (c *cache) set() { atomic.AddUint64(&c.stats.writes, 1) }

func (c *cache) get() stats {
	return c.stats // want `variable c.stats is read here and written on line 71 by another goroutine without synchronisation`
}

func (c *cache) record() { c.get() }

func (c *cache) put() {
	c.set()
	c.record()
}

type server struct{ cache *cache }

func (s *server) check() { s.cache.put() }

func (s *server) Check() { s.check() }

// Five calls lead to the counter that is read as a whole.
func Serve() {
	s := &server{cache: &cache{}}
	done := make(chan bool)
	go func() {
		s.Check()
		done <- true
	}()
	s.Check()
	<-done
}

var errSlow = errors.New("slow")

// The result is written after the function has returned it.
func Timeout(work func() int, patience time.Duration) (result int, err error) {
	done := make(chan bool, 1)
	go func() {
		result = work() // want `variable result is written here and read on line 116 by another goroutine without synchronisation`
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(patience):
		err = errSlow
	}
	return result, err
}

// The result is returned when it is there only.
func TimeoutHanded(work func() int, patience time.Duration) (result int, err error) {
	done := make(chan int, 1)
	go func() {
		done <- work()
	}()
	select {
	case result = <-done:
	case <-time.After(patience):
		err = errSlow
	}
	return
}
