// Package preserver reads again what was not acknowledged.
package preserver

import (
	"math/rand"
	"sync"
)

type Reader interface{ Read() (string, error) }

type Preserver struct {
	mu      sync.Mutex
	pending []string
	read    func() (string, error)
}

func New(r Reader) *Preserver { return &Preserver{read: r.Read} }

func (p *Preserver) Read() (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := rand.Intn(len(p.pending) + 1); n > 0 {
		return p.pending[n-1], nil
	}
	return retry(p.read, 3)
}

func retry(read func() (string, error), n int) (s string, err error) {
	for range n {
		if s, err = read(); err == nil {
			return s, nil
		}
	}
	return "", err
}
