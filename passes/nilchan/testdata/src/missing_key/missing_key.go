// Package missing_key takes channels out of maps and slices that do not hold
// them.
package missing_key

import "math/rand"

func badMissingKey() {
	subs := map[string]chan int{"a": make(chan int, 1)}
	ch := subs["b"]
	ch <- 1 // want `send on nil channel ch blocks forever`
}

func badEmptyMap(name string) int {
	subs := make(map[string]chan int)
	ch := subs[name]
	return <-ch // want `receive from nil channel ch blocks forever`
}

func badDeleted() {
	subs := map[string]chan int{"a": make(chan int, 1)}
	delete(subs, "a")
	subs["a"] <- 1 // want `send on nil channel`
}

func badElement() {
	chans := make([]chan int, 2)
	chans[0] <- 1 // want `send on nil channel`
}

func badArray() int {
	var chans [2]chan int
	chans[0] = make(chan int, 1)
	return <-chans[1] // want `receive from nil channel`
}

func goodKey() int {
	subs := map[string]chan int{"a": make(chan int, 1)}
	ch := subs["a"]
	ch <- 1 // ok: the map has this key
	return <-ch
}

func goodCommaOk(name string) {
	subs := map[string]chan int{"a": make(chan int, 1)}
	if ch, ok := subs[name]; ok {
		ch <- 1 // ok: found in the map
	}
}

func goodMadeOnDemand(name string) {
	subs := make(map[string]chan int)
	if subs[name] == nil {
		subs[name] = make(chan int, 1)
	}
	subs[name] <- 1 // ok: made if it was missing
}

func goodFilled() {
	chans := make([]chan int, 2)
	for i := range chans {
		chans[i] = make(chan int, 1)
	}
	for _, ch := range chans {
		ch <- 1 // ok: every element was made
	}
}

func goodAppended() {
	var chans []chan int
	for range 2 {
		chans = append(chans, make(chan int, 1))
	}
	for _, ch := range chans {
		ch <- 1 // ok: only made channels were appended
	}
}

type item struct{ name string }

type goodReleases struct {
	items   []item
	pending []*item
	release map[*item]chan struct{}
}

func newGoodReleases(items []item) *goodReleases { return &goodReleases{items: items} }

func (r *goodReleases) start(n int) {
	r.release = make(map[*item]chan struct{}, len(r.items))
	for i := range r.items {
		it := &r.items[i]
		r.release[it] = make(chan struct{}, 1)
	}
	for _, i := range rand.Perm(len(r.items)) {
		it := &r.items[i]
		if len(r.pending) < n {
			r.pending = append(r.pending, it)
		} else {
			r.release[it] <- struct{}{} // ok: the item is one of those above
		}
	}
}

func goodStarted(items []item, n int) {
	newGoodReleases(items).start(n)
}

type key struct{ from, to int }

// goodStructKey puts the channel in under an equal key.
func goodStructKey(from, to int) {
	subs := map[key]chan int{}
	k := key{from, to}
	subs[k] = make(chan int, 1)
	subs[key{from, to}] <- 1 // ok
}

// goodArrayKey uses a hash twice.
func goodArrayKey(sum [32]byte) {
	subs := map[[32]byte]chan int{}
	subs[sum] = make(chan int, 1)
	func() {
		subs[sum] <- 1 // ok
	}()
}

func badStructKey(k key) {
	subs := map[key]chan int{}
	subs[k] <- 1 // want `send on nil channel`
}
