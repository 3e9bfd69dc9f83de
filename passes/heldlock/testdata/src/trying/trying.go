// Package trying tries locks that are behind the interface of another package.
package trying

import (
	"sync"

	"trying/lockers"
)

func use(bool) {}

func good() {
	l := lockers.New(&sync.Mutex{})
	l.Lock()
	l.Unlock()
	use(l.TryLock())
	use(l.TryLock())
	l.Unlock() // ok: the first of the two has it
	l.With(func() { use(true) })
}

func bad() {
	l := lockers.New(&sync.Mutex{})
	use(l.TryLock())
	l.Unlock()
	l.Unlock() // want `l\.Unlock panics: l is not locked`
}
