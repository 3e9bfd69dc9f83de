// Package through_helpers takes the second lock in a function that is called
// with the first.
package through_helpers

import "sync"

type cluster struct {
	nodesMu sync.Mutex
	nodes   []string
	leaseMu sync.Mutex
	leases  map[string]int
}

func (c *cluster) dropLeases(node string) {
	c.leaseMu.Lock() // want `c\.leaseMu is locked while c\.nodesMu is held; on line 34 they are locked in the opposite order`
	delete(c.leases, node)
	c.leaseMu.Unlock()
}

func (c *cluster) badRemove(node string) {
	c.nodesMu.Lock()
	defer c.nodesMu.Unlock()
	var rest []string
	for _, n := range c.nodes {
		if n != node {
			rest = append(rest, n)
		}
	}
	c.nodes = rest
	c.dropLeases(node)
}

func (c *cluster) alive(node string) bool {
	c.nodesMu.Lock()
	defer c.nodesMu.Unlock()
	for _, n := range c.nodes {
		if n == node {
			return true
		}
	}
	return false
}

func (c *cluster) badGrant(node string) bool {
	c.leaseMu.Lock()
	defer c.leaseMu.Unlock()
	if !c.alive(node) {
		return false
	}
	c.leases[node]++
	return true
}

type fleet struct {
	shipsMu sync.Mutex
	ships   []string
	portsMu sync.Mutex
	ports   map[string]int
}

func (f *fleet) portLocked(name string) int { return f.ports[name] }

func (f *fleet) port(name string) int {
	f.portsMu.Lock() // ok: nobody takes shipsMu with portsMu
	defer f.portsMu.Unlock()
	return f.portLocked(name)
}

func (f *fleet) goodList() int {
	f.shipsMu.Lock()
	defer f.shipsMu.Unlock()
	n := 0
	for _, ship := range f.ships {
		n += f.port(ship)
	}
	return n
}

func (f *fleet) goodMove(ship string) {
	f.portsMu.Lock()
	n := f.portLocked(ship)
	f.portsMu.Unlock()
	f.rename(ship, n) // ok: portsMu is released
}

func (f *fleet) rename(ship string, n int) {
	f.shipsMu.Lock()
	defer f.shipsMu.Unlock()
	f.ships = append(f.ships[:n], ship)
}

// goodLater starts a goroutine that takes the lock on its own.
func (f *fleet) goodLater(ship string) {
	f.portsMu.Lock()
	defer f.portsMu.Unlock()
	f.ports[ship]++
	go f.rename(ship, 0) // ok: the goroutine does not hold portsMu
}
