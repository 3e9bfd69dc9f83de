// Package nested_and_left has a read lock with two faults.
package nested_and_left

import (
	"bytes"
	"errors"
	"sync"
)

type rules struct {
	sync.RWMutex
	namespace []byte
	active    map[int64]string
}

func New() *rules { return &rules{active: map[int64]string{}} }

func (r *rules) BadLookup(namespace []byte, t int64) (string, error) {
	r.RLock()
	if !bytes.Equal(namespace, r.Namespace()) {
		return "", errors.New("wrong namespace") // want `return with r locked on line 19; the return on line 25 unlocks it`
	}
	rule := r.active[t]
	r.RUnlock()
	return rule, nil
}

func (r *rules) GoodLookup(namespace []byte, t int64) (string, error) {
	r.RLock()
	defer r.RUnlock()
	if !bytes.Equal(namespace, r.namespace) {
		return "", errors.New("wrong namespace") // ok: deferred
	}
	return r.active[t], nil
}

func (r *rules) Namespace() []byte {
	r.RLock() // want `r\.RLock can block forever: this goroutine already holds a read lock of r, taken on line 19, and a writer waits on line 44`
	defer r.RUnlock()
	return r.namespace
}

func (r *rules) Set(t int64, rule string) {
	r.Lock()
	defer r.Unlock()
	r.active[t] = rule
}
