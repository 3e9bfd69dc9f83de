// Package ends_otherwise leaves a range in another way than by a close in
// sight, or never means to leave it.
package ends_otherwise

import (
	"os"
	"time"
)

func use(int) {}

func goodBreak() int {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			ch <- i
		}
	}()
	sum, n := 0, 0
	for v := range ch {
		sum += v
		n++
		if n == 3 {
			break // ok: all values have been received
		}
	}
	return sum
}

func goodReturn() int {
	ch := make(chan int, 1)
	ch <- 1
	for v := range ch {
		return v // ok: returns out of the loop
	}
	return 0
}

func goodParameter(ch <-chan int) {
	for v := range ch { // ok: the caller's channel
		use(v)
	}
}

func goodReturned() chan<- int {
	ch := make(chan int)
	go func() {
		for v := range ch { // ok: the caller can close the result
			use(v)
		}
	}()
	return ch
}

func goodTick() {
	for range time.Tick(time.Second) { // ok: ticks forever, on purpose
		use(1)
	}
}

func goodExit() {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			ch <- i
		}
		os.Exit(0)
	}()
	for v := range ch { // ok: the program ends
		use(v)
	}
}

// timeouts sets its timer again as long as something is pending.
func timeouts(pending func() time.Duration, closed func() bool, fail func() int) {
	t := time.NewTimer(pending())
	defer t.Stop()
	for range t.C { // ok: set again before it goes on
		if closed() {
			return
		}
		if next := pending(); next > 0 {
			t.Reset(next)
			continue
		}
		for i, n := 0, fail(); i < n; i++ {
			if pending() > 0 {
				t.Reset(pending())
				break
			}
		}
	}
}

// once waits for a second time that does not come.
func once(d time.Duration, closed func() bool) {
	t := time.NewTimer(d)
	for range t.C { // want `range over channel t.C never ends: nobody closes it`
		if closed() {
			return
		}
	}
}

// goodCount and badCount ask everybody whom the environment knows.
func goodCount(everybody func() []int, n int, ask func(int) int) int {
	answers := make(chan int, n)
	for _, who := range everybody() {
		go func() { answers <- ask(who) }()
	}
	sum, got := 0, 0
	for v := range answers { // ok: everybody may be as many as n
		sum += v
		if got++; got >= n {
			break
		}
	}
	return sum
}

func badCount(everybody func() []int, n int, ask func(int) int) int {
	answers := make(chan int, n)
	for _, who := range everybody() {
		go func() { answers <- ask(who) }()
	}
	sum := 0
	for v := range answers { // want `range over channel answers never ends: nobody closes it`
		if sum += v; v == 0 {
			println("nothing from", who(v))
		}
	}
	return sum
}

func who(int) string { return "somebody" }
