// Package fenced has goroutines that call functions in which they talk to others.
package fenced

import (
	"os"
	"sync"
)

type badRunner struct {
	dir string
}

func (r *badRunner) prepare() {
	if r.dir == "" {
		dir, err := os.MkdirTemp("", "run")
		if err != nil {
			panic(err)
		}
		r.dir = dir // want `variable r.dir is written here and read on line \d+ by another goroutine`
	}
}

func (r *badRunner) run(name string) {
	r.prepare()
	os.Mkdir(r.dir+name, 0o700)
}

func (r *badRunner) runAll(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() { r.run(name) })
	}
	wg.Wait()
}

// A badCounter counts again under the same condition.
type badCounter struct {
	failed int
}

func (c *badCounter) count(name string) {
	if err := os.Remove(name); err != nil {
		c.failed++ // want `variable c.failed is written here`
	}
}

func (c *badCounter) countAll(names []string) {
	c.count("all")
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() { c.count(name) })
	}
	wg.Wait()
}
