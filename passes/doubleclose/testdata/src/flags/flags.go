// Package flags offers atomic variables and uses none itself.
package flags

import "sync/atomic"

type Flag struct {
	v uint32
}

func toInt(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func (f *Flag) Swap(on bool) bool { return atomic.SwapUint32(&f.v, toInt(on)) == 1 }

func (f *Flag) CAS(old, on bool) bool {
	return atomic.CompareAndSwapUint32(&f.v, toInt(old), toInt(on))
}

type Counter struct {
	n atomic.Int32
}

func (c *Counter) Set(n int32) { c.n.Store(n) }

func (c *Counter) Sub(n int32) int32 { return c.n.Add(-n) }

func (c *Counter) Dec() int32 { return c.Sub(1) }
