// Package flag has a boolean that goroutines share.
package flag

import "sync/atomic"

type Flag struct{ state int32 }

func number(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

func New(b bool) *Flag { return &Flag{number(b)} }

func (f *Flag) Get() bool { return atomic.LoadInt32(&f.state) == 1 }

func (f *Flag) Set(b bool) { atomic.StoreInt32(&f.state, number(b)) }

// Old reports nothing that is ever set.
func (f *Flag) Old(days int) bool { return days > 3 }
