// Package busy_caller has functions that start goroutines and are only called by
// functions with too many interleavings to reach the call in all of them.
package busy_caller

import (
	"errors"
	"sync"
	"time"
)

type lease struct{ id int }

type client interface {
	renew(id int) error
}

type keeper struct {
	client client
	lease  *lease
	mu     sync.Mutex
	seen   map[int]int
}

// Run counts in ten goroutines before it renews its lease.
func (k *keeper) Run() error {
	var wg sync.WaitGroup
	wg.Add(10)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	go k.count(&wg)
	wg.Wait()
	return k.refresh()
}

func (k *keeper) refresh() error {
	if k.lease == nil {
		return errors.New("no lease")
	}
	return k.renew()
}

func (k *keeper) renew() error {
	if err := k.goodRenew(); err != nil {
		return err
	}
	return k.badRenew()
}

func (k *keeper) count(wg *sync.WaitGroup) {
	defer wg.Done()
	k.mu.Lock()
	k.seen[1]++
	k.mu.Unlock()
	k.mu.Lock()
	k.seen[2]++
	k.mu.Unlock()
}

func (k *keeper) badRenew() error {
	c := make(chan error)
	go func() {
		c <- k.client.renew(k.lease.id) // want `goroutine blocks forever sending to c \(caller returns on line \d+ without receiving\)`
	}()
	select {
	case err := <-c:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

func (k *keeper) goodRenew() error {
	c := make(chan error, 1)
	go func() {
		c <- k.client.renew(k.lease.id) // ok: there is room
	}()
	select {
	case err := <-c:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}
