// Package polling waits for goroutines that go round in circles.
package polling

import (
	"sync"
	"time"
)

type topic struct {
	mu      sync.Mutex
	writers map[string]bool
}

func (t *topic) idle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.writers) == 0
}

func goodPolled(t *topic) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for !t.idle() {
			time.Sleep(time.Millisecond)
		}
	}()
	wg.Wait() // ok: somebody removes the writer
}

// goodSettled has a goroutine that computes until nothing changes any more.
func goodSettled(step func(int) int, jobs []int) {
	ch := make(chan int)
	go func() {
		for n := range ch {
			settle(step, n)
		}
	}()
	for _, j := range jobs {
		ch <- j // ok: settle comes to an end
	}
	close(ch)
}

func settle(step func(int) int, n int) {
	for list := []int{n}; len(list) > 0; {
		var next []int
		for _, n := range list {
			if m := step(n); m != n {
				next = append(next, m)
			}
		}
		list = next
	}
}

// badServed waits for a server that serves others.
func badServed(requests chan int) int {
	quit, reply := make(chan bool), make(chan int)
	go func() {
		for {
			select {
			case <-requests:
			case <-quit:
				close(reply)
				return
			}
		}
	}()
	return <-reply // want `receive from reply blocks forever`
}
