// Package skipped_by_continue has loops with a round that does not reach the
// Unlock.
package skipped_by_continue

import "sync"

func use(int) {}

type queue struct {
	mu    sync.Mutex
	items []int
	stop  bool
}

func (q *queue) badDrain(jobs <-chan int) {
	for job := range jobs {
		q.mu.Lock() // want `q\.mu\.Lock blocks forever: this goroutine already holds q\.mu, locked on line 17`
		if job < 0 {
			continue
		}
		q.items = append(q.items, job)
		q.mu.Unlock()
	}
}

// badPoll has no end but the return.
func (q *queue) badPoll(next func() (int, error)) {
	for {
		n, err := next()
		q.mu.Lock() // want `q\.mu\.Lock blocks forever: this goroutine already holds q\.mu, locked on line 30`
		if q.stop {
			q.mu.Unlock()
			return
		}
		if err != nil {
			continue
		}
		q.items = append(q.items, n)
		q.mu.Unlock()
	}
}

// badSwitch skips the Unlock for one kind only.
func (q *queue) badSwitch(kinds []string) {
	for _, kind := range kinds {
		q.mu.Lock() // want `q\.mu\.Lock blocks forever: this goroutine already holds q\.mu, locked on line 46`
		switch kind {
		case "clear":
			q.items = nil
		case "noop":
			continue
		}
		q.mu.Unlock()
	}
}

// badBreak leaves the loop with the lock, and another return without.
func (q *queue) badBreak(limit int) int {
	for n := 0; ; n++ {
		q.mu.Lock()
		if len(q.items) == 0 {
			q.mu.Unlock()
			return n
		}
		if n == limit {
			break
		}
		q.items = q.items[1:]
		q.mu.Unlock()
	}
	return limit // want `return with q\.mu locked on line 60`
}

func (q *queue) goodDrain(jobs <-chan int) {
	for job := range jobs {
		q.mu.Lock()
		if job < 0 {
			q.mu.Unlock()
			continue
		}
		q.items = append(q.items, job)
		q.mu.Unlock()
	}
}

// goodSkipFirst skips before it locks.
func (q *queue) goodSkipFirst(jobs []int) {
	for _, job := range jobs {
		if job < 0 {
			continue // ok: not yet locked
		}
		q.mu.Lock()
		q.items = append(q.items, job)
		q.mu.Unlock()
	}
}

// goodBreak unlocks behind the loop what it locks in it.
func (q *queue) goodBreak() int {
	for {
		q.mu.Lock()
		if len(q.items) > 0 {
			break
		}
		q.mu.Unlock()
	}
	n := q.items[0]
	q.items = q.items[1:]
	q.mu.Unlock()
	return n
}

// goodReleasedInside is locked at the start and the end of every round.
func (q *queue) goodReleasedInside(work func(int)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.stop {
		if len(q.items) == 0 {
			break
		}
		n := q.items[0]
		q.items = q.items[1:]
		q.mu.Unlock()
		work(n)
		q.mu.Lock() // ok: released four lines above
	}
}

// goodFunc gives each round a function of its own, for the defer.
func (q *queue) goodFunc(jobs []int) {
	for _, job := range jobs {
		func() {
			q.mu.Lock()
			defer q.mu.Unlock()
			if job < 0 {
				return
			}
			q.items = append(q.items, job)
		}()
	}
}

// goodEach locks another lock in each round.
func goodEach(all []*queue) {
	for _, q := range all {
		q.mu.Lock()
		defer q.mu.Unlock()
	}
	for _, q := range all {
		use(len(q.items))
	}
}
