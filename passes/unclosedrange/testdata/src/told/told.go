// Package told has goroutines that end early when others tell them so.
package told

import (
	"sync"
	"sync/atomic"

	"told/flag"
)

func work(int) int { return 0 }

func tooLate() bool { return false }

// The workers leave chunks out only when scan does not want them any more.
func goodScan(workers, chunks int) int {
	if workers <= 0 || chunks <= 0 {
		return 0
	}
	counts := make(chan int, chunks)
	cancelled := flag.New(false)
	var next atomic.Int32
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				i := int(next.Add(1)) - 1
				if i >= chunks {
					return
				}
				n := work(i)
				if cancelled.Get() {
					return
				}
				counts <- n
			}
		}()
	}
	sum, got := 0, 0
	for n := range counts { // ok: as many come as there are chunks
		sum += n
		if got++; got == chunks {
			break
		}
		if tooLate() {
			cancelled.Set(true)
			wg.Wait()
			return 0
		}
	}
	return sum
}

// Nobody tells that to the worker.
func badScan(old *flag.Flag) int {
	counts := make(chan int, 1)
	go func() {
		if old.Old(7) {
			return
		}
		counts <- work(0)
		close(counts)
	}()
	sum := 0
	for n := range counts { // want `range over channel counts never ends: nobody closes it \(made on line \d+\)`
		sum += n
	}
	return sum
}
