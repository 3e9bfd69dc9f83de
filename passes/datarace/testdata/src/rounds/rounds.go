// Package rounds has loops each round of which has a variable of its own.
package rounds

import "sync"

func use(int) {}

// badSkip changes the variable of the round that a goroutine reads.
func badSkip() {
	for i := 0; i < 3; i++ {
		go func() { use(i) }()
		i++ // want `variable i is written here and read on line \d+ by another goroutine`
	}
}

func goodRounds(out []int) {
	var wg sync.WaitGroup
	for i := 0; i < len(out); i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = i // ok: each its own
		}()
	}
	wg.Wait()
}

func goodSkipFirst() {
	for i := 0; i < 3; i++ {
		i++
		go func() { use(i) }() // ok: changed before
	}
}
