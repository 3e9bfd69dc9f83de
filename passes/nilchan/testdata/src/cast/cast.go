// Package cast keeps channels as words.
package cast

import (
	"sync/atomic"
	"unsafe"
)

type word struct{}

type cond struct{ ch atomic.Pointer[word] }

func pack(c chan struct{}) *word { return (*word)(*(*unsafe.Pointer)(unsafe.Pointer(&c))) }

func unpack(p *word) chan struct{} {
	up := unsafe.Pointer(p)
	return *(*chan struct{})(unsafe.Pointer(&up))
}

func (c *cond) broadcast() {
	if old := c.ch.Swap(nil); old != nil {
		close(unpack(old))
	}
}

func (c *cond) signaled() <-chan struct{} {
	for {
		if p := c.ch.Load(); p != nil {
			return unpack(p)
		}
		ch := make(chan struct{})
		if c.ch.CompareAndSwap(nil, pack(ch)) {
			return ch
		}
	}
}

func (c *cond) goodWait() { <-c.signaled() } // ok: it may be made of a word

func badSame() {
	var ch chan struct{}
	p := (*chan struct{})(unsafe.Pointer(&ch))
	<-*p // want `receive from nil channel \*p blocks forever`
}
