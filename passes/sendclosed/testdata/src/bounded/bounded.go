// Package bounded has a wait group that bounds how many it waits for.
package bounded

import "sync"

// A Group is a wait group with room for some.
type Group struct {
	wg   sync.WaitGroup
	room chan struct{}
}

// New returns a group with room for n.
func New(n uint) *Group { return &Group{room: make(chan struct{}, n)} }

// Add waits for room.
func (g *Group) Add(n int) {
	for range n {
		g.room <- struct{}{}
	}
	g.wg.Add(n)
}

// Done makes room.
func (g *Group) Done() {
	<-g.room
	g.wg.Done()
}

// Wait waits for all.
func (g *Group) Wait() { g.wg.Wait() }
