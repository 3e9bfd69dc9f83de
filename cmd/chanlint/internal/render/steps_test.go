package render

import (
	"testing"

	"github.com/chanlint/chanlint/passes/trace"
)

// TestAccount checks the words for steps that the golden files do not have.
func TestAccount(t *testing.T) {
	tr := &trace.Trace{
		Goroutines: []trace.Goroutine{{Name: "main"}, {Name: "f"}},
		Objects: []trace.Object{
			{Name: "ch", Kind: trace.Channel},
			{Name: "mu", Kind: trace.Mutex},
			{Kind: trace.RWMutex},
			{Name: "wg", Kind: trace.WaitGroup},
			{Name: "ctx", Kind: trace.Context},
			{Name: "once", Kind: trace.Once},
			{},
		},
	}
	for _, test := range []struct {
		step trace.Step
		want string
	}{
		{trace.Step{Op: trace.Send}, "sends"},
		{trace.Step{Op: trace.Go}, "go"},
		{trace.Step{Op: trace.Go, Peer: 2}, "starts goroutine 2"},
		{trace.Step{Op: trace.Wait}, "waits"},
		{trace.Step{Op: "fly to", Object: 1}, "fly to ch"},
		{trace.Step{Op: "fly to"}, "fly to"},
		{trace.Step{Op: trace.Select, Outcome: trace.Blocks}, "selects: blocked forever"},
		{trace.Step{Op: trace.Send, Object: 1, State: &trace.State{Nil: true}, Outcome: trace.Blocks}, "sends to ch (nil): blocked forever"},
		{trace.Step{Op: trace.Close, Object: 1, State: &trace.State{Nil: true}, Outcome: trace.Panics}, "closes ch: panic: close of nil channel"},
		{trace.Step{Op: trace.Close, Object: 1, Outcome: trace.Panics}, "closes ch: panic: close of closed channel"},
		{trace.Step{Op: trace.Receive, Object: 1, State: &trace.State{Closed: true, Len: 2, Cap: 3}}, "receives from ch (closed, 2 left)"},
		{trace.Step{Op: trace.Unlock, Object: 2, Outcome: trace.Panics}, "unlocks mu: fatal error: sync: unlock of unlocked mutex"},
		{trace.Step{Op: trace.Unlock, Object: 3, Outcome: trace.Panics}, "unlocks a lock: fatal error: sync: Unlock of unlocked RWMutex"},
		{trace.Step{Op: trace.RUnlock, Object: 3, Outcome: trace.Panics}, "read-unlocks a lock: fatal error: sync: RUnlock of unlocked RWMutex"},
		{trace.Step{Op: trace.RLock, Object: 3, State: &trace.State{Readers: 2}}, "read-locks a lock (2 readers)"},
		{trace.Step{Op: trace.Lock, Object: 2, State: &trace.State{Holder: 2}, Outcome: trace.Waits}, "locks mu (goroutine 2 holds it): has to wait"},
		{trace.Step{Op: trace.Add, Object: 4, State: &trace.State{Count: 2}}, "adds to wg (counter is 2)"},
		{trace.Step{Op: trace.Done, Object: 4, State: &trace.State{Count: -1}, Outcome: trace.Panics}, "is done with wg: panic: sync: negative WaitGroup counter"},
		{trace.Step{Op: trace.Cancel, Object: 5, State: &trace.State{Closed: true}}, "cancels ctx (cancelled)"},
		{trace.Step{Op: trace.Do, Object: 6}, "runs the function of once"},
		{trace.Step{Op: trace.Panic, Outcome: trace.Panics}, "panics"},
		{trace.Step{Op: trace.Read, Object: 7, Outcome: "races"}, "reads an object: races"},
	} {
		test.step.Goroutine = 1
		if got := account(tr, test.step); got != test.want {
			t.Errorf("%+v: %q, want %q", test.step, got, test.want)
		}
	}
}
