// Package conditional counts on conditions.
package conditional

import "sync"

// A set is kept elsewhere.
type set interface {
	Has(string) bool
	Insert(string)
	Delete(string)
}

type named struct {
	group sync.WaitGroup
	keys  set
}

func (n *named) add(key string) {
	if !n.keys.Has(key) {
		n.keys.Insert(key)
		n.group.Add(1)
	}
}

func (n *named) goodDone(key string) {
	if n.keys.Has(key) {
		n.keys.Delete(key)
		n.group.Done() // ok: add has inserted the key
	}
}

func goodNamed(keys set) {
	n := &named{keys: keys}
	n.add("a")
	n.goodDone("a")
}

func (n *named) badDone() {
	n.group.Done() // want `n\.group\.Done panics: negative WaitGroup counter`
}

func badNamed(keys set) {
	n := &named{keys: keys}
	n.add("a")
	n.badDone()
	n.group.Wait()
}
