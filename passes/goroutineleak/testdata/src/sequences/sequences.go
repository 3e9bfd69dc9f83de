// Package sequences waits for groups that are elements of a slice.
package sequences

import "sync"

// A sequence controls the order of steps.
type sequence []sync.WaitGroup

func newSequence(n int) sequence {
	s := make(sequence, n)
	for i := range s {
		s[i].Add(1)
	}
	return s
}

func (s sequence) start() { s[0].Done() }

func (s sequence) step(n int) {
	s[n].Wait() // ok: the step before is done with it
	if n+1 < len(s) {
		s[n+1].Done()
	}
}
