// Package published makes values known through package variables.
package published

import "sync"

var (
	table   = map[string]int{"a": 1}
	once    sync.Once
	cache   map[string]int
	current string
	mode    int
)

func init() { mode = 1 }

func lookup(s string) int { return table[s] + mode }

func goodInit() {
	go lookup("a")
	lookup("b")
}

func load() map[string]int {
	once.Do(func() { cache = map[string]int{} })
	return cache
}

func goodOnce() {
	go load()
	load()
}

func setCurrent(s string) {
	current = s // want `variable current is written here and read on line \d+ by another goroutine`
}

func badGlobal() {
	go setCurrent("x")
	use(current)
}

func use(string) {}

var pool = sync.Pool{New: func() any { return new(int) }}

func goodPool() {
	for range 2 {
		go func() {
			n := pool.Get().(*int)
			*n++
			pool.Put(n)
		}()
	}
}

var shared sync.Map

func goodSyncMap() {
	go shared.Store("a", 1)
	shared.Store("b", 2)
}
