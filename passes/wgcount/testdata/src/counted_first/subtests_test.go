package counted_first

import (
	"sync"
	"testing"
)

func TestSubtestsGood(t *testing.T) {
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		wg.Add(1)
		t.Run(name, func(name string) func(*testing.T) {
			return func(t *testing.T) {
				defer wg.Done()
				use(len(name))
			}
		}(name))
	}
	wg.Wait() // ok: Run has returned when the subtest is over
}

func TestSubtestsBad(t *testing.T) {
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		wg.Add(1)
		t.Run(name, func(name string) func(*testing.T) {
			return func(t *testing.T) {
				use(len(name))
			}
		}(name))
	}
	wg.Wait() // want `wg\.Wait blocks forever`
}
