// Package append_map shares slices and maps.
package append_map

import "sync"

func compute(s string) int { return len(s) }

func badAppend(names []string) []int {
	var wg sync.WaitGroup
	var out []int
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out = append(out, compute(name)) // want `variable out is written here and (read|written) on line \d+ by another goroutine`
		}()
	}
	wg.Wait()
	return out
}

func goodAppendLocked(names []string) []int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var out []int
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n := compute(name)
			mu.Lock()
			out = append(out, n)
			mu.Unlock()
		}()
	}
	wg.Wait()
	return out
}

func goodElements(names []string) []int {
	var wg sync.WaitGroup
	out := make([]int, len(names))
	for i, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = compute(name) // ok: each its own element
		}()
	}
	wg.Wait()
	return out
}

func goodArray(names []string) int {
	var counts [2]int
	var lists [2][]int
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			counts[i] = len(names)
			for j := 0; j < counts[i]; j++ {
				lists[i] = append(lists[i], j) // ok: each its own
			}
		}()
	}
	wg.Wait()
	return counts[0] - counts[1]
}

func badElement() int {
	out := make([]int, 2)
	go func() {
		out[0] = compute("a") // want `element of out is written here and read on line \d+ by another goroutine`
	}()
	out[1] = compute("b")
	return out[0]
}

func goodOtherElement() int {
	out := make([]int, 2)
	done := make(chan bool)
	go func() {
		out[0] = compute("a")
		close(done)
	}()
	out[1] = compute("b") // ok: another element
	<-done
	return out[0]
}

func badMap(names []string) map[string]int {
	var wg sync.WaitGroup
	lengths := map[string]int{}
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lengths[name] = compute(name) // want `map lengths is written here and written on line \d+ by another goroutine`
		}()
	}
	wg.Wait()
	return lengths
}

func badMapRead(name string) int {
	lengths := map[string]int{}
	go func() {
		lengths[name] = compute(name) // want `map lengths is written here and read on line \d+ by another goroutine`
	}()
	return lengths["x"]
}

func goodMapLocked(names []string) map[string]int {
	var wg sync.WaitGroup
	var mu sync.RWMutex
	lengths := map[string]int{}
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.RLock()
			_, known := lengths[name]
			mu.RUnlock()
			if known {
				return
			}
			n := compute(name)
			mu.Lock()
			lengths[name] = n
			mu.Unlock()
		}()
	}
	wg.Wait()
	return lengths
}

func goodMapLock(names []string) {
	var mu sync.RWMutex
	lengths := map[string]int{}
	for _, name := range names {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			lengths[name] = 1
		}()
	}
}

// The lock is one for readers.
func badMapReadLock(names []string) {
	var mu sync.RWMutex
	lengths := map[string]int{}
	for _, name := range names {
		go func() {
			mu.RLock()
			defer mu.RUnlock()
			lengths[name] = 1 // want `map lengths is written here and written on line \d+ by another goroutine`
		}()
	}
}
