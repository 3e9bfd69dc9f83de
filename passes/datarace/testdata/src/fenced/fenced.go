// Package fenced has goroutines that call functions in which they talk to others.
package fenced

import (
	"compress/gzip"
	"io"
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

// goodSize has written the size before it ends the stream that is read to its end.
func goodSize(src io.ReadCloser) (int64, error) {
	pr, pw := io.Pipe()
	var size int64
	go func() {
		n, err := io.Copy(pw, src)
		if err != nil {
			pw.CloseWithError(err)
			return
		}
		size = n // ok: the reader may wait for the end
		pw.CloseWithError(src.Close())
	}()
	zr, err := gzip.NewReader(pr)
	if err != nil {
		return 0, err
	}
	if _, err := io.Copy(io.Discard, zr); err != nil {
		return 0, err
	}
	return size, nil
}

// badSize writes it after that.
func badSize(src io.ReadCloser) (int64, error) {
	pr, pw := io.Pipe()
	var size int64
	go func() {
		n, _ := io.Copy(pw, src)
		pw.CloseWithError(src.Close())
		size = n // want `variable size is written here and read on line \d+ by another goroutine`
	}()
	zr, err := gzip.NewReader(pr)
	if err != nil {
		return 0, err
	}
	if _, err := io.Copy(io.Discard, zr); err != nil {
		return 0, err
	}
	return size, nil
}
