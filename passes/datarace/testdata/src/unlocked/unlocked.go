// Package unlocked has a type that locks nothing, beside one that embeds its lock.
package unlocked

import "sync"

// A Board can be given away as a sync.Locker.
type Board struct {
	sync.Mutex
	names []string
}

func (b *Board) Post(name string) {
	b.Lock()
	defer b.Unlock()
	b.names = append(b.names, name)
}

// Together runs f while others keep off.
func Together(l sync.Locker, f func()) {
	l.Lock()
	defer l.Unlock()
	f()
}

func (b *Board) Clear() { Together(b, func() { b.names = nil }) }

// A Box is for one goroutine, which wakes up others.
type Box struct {
	wake   chan struct{}
	closed bool
	names  []string
}

func NewBox() *Box { return &Box{wake: make(chan struct{}, 1)} }

func (b *Box) Put(name string) {
	if b.closed { // ok: callers know that they must not close it meanwhile
		return
	}
	b.names = append(b.names, name)
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

func (b *Box) Close() {
	b.closed = true
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Fill fills a box for whoever waits for it.
func Fill(names []string) *Box {
	b, done := NewBox(), make(chan struct{})
	go func() {
		defer close(done)
		for _, name := range names {
			b.Put(name)
		}
	}()
	<-done
	b.Close()
	return b
}

func PutTwice(b *Box, name string) {
	b.Put(name)
	b.Put(name)
}
