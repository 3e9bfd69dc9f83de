package conditional

import (
	"sync"
	"testing"
)

// slots lets as many work as it has.
type slots chan struct{}

func newSlots(n int) slots {
	if n <= 0 {
		return nil
	}
	ch := make(chan struct{}, n)
	for range n {
		ch <- struct{}{}
	}
	return ch
}

func (s slots) begin() {
	if s != nil {
		<-s
	}
}

func (s slots) end() {
	if s != nil {
		s <- struct{}{}
	}
}

// TestSlots has so much to do that not each call is looked into.
func TestSlots(t *testing.T) {
	for _, c := range []struct{ limit, jobs int }{{0, 1}, {0, 5}, {1, 5}, {2, 5}, {5, 6}, {6, 5}, {10, 7}} {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			s := newSlots(c.limit)
			var wg sync.WaitGroup
			switch {
			case c.limit == 0:
				wg.Add(c.jobs)
			case c.jobs < c.limit:
				wg.Add(c.jobs)
			default:
				wg.Add(c.limit)
			}
			for range c.jobs {
				go func() {
					s.begin()
					wg.Done() // ok: no more than c.limit come here
				}()
			}
			wg.Wait()
			if c.limit != 0 && c.limit < c.jobs {
				wg.Add(c.jobs - c.limit)
				for range c.jobs {
					s.end()
				}
				wg.Wait()
			}
		})
	}
}
