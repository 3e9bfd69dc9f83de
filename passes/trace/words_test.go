package trace

import "testing"

// TestAccount checks the words for steps that the golden files do not have.
func TestAccount(t *testing.T) {
	tr := &Trace{
		Goroutines: []Goroutine{{Name: "main"}, {Name: "f"}},
		Objects: []Object{
			{Name: "ch", Kind: Channel},
			{Name: "mu", Kind: Mutex},
			{Kind: RWMutex},
			{Name: "wg", Kind: WaitGroup},
			{Name: "ctx", Kind: Context},
			{Name: "once", Kind: Once},
			{},
		},
	}
	for _, test := range []struct {
		step Step
		want string
	}{
		{Step{Op: Send}, "sends"},
		{Step{Op: Go}, "go"},
		{Step{Op: Fail}, "fails"},
		{Step{Op: Go, Peer: 2}, "starts goroutine 2"},
		{Step{Op: Wait}, "waits"},
		{Step{Op: "fly to", Object: 1}, "fly to ch"},
		{Step{Op: "fly to"}, "fly to"},
		{Step{Op: Select, Outcome: Blocks}, "selects: blocked forever"},
		{Step{Op: Send, Object: 1, State: &State{Nil: true}, Outcome: Blocks}, "sends to ch (nil): blocked forever"},
		{Step{Op: Close, Object: 1, State: &State{Nil: true}, Outcome: Panics}, "closes ch: panic: close of nil channel"},
		{Step{Op: Close, Object: 1, Outcome: Panics}, "closes ch: panic: close of closed channel"},
		{Step{Op: Receive, Object: 1, State: &State{Closed: true, Len: 2, Cap: 3}}, "receives from ch (closed, 2 left)"},
		{Step{Op: Unlock, Object: 2, Outcome: Panics}, "unlocks mu: fatal error: sync: unlock of unlocked mutex"},
		{Step{Op: Unlock, Object: 3, Outcome: Panics}, "unlocks a lock: fatal error: sync: Unlock of unlocked RWMutex"},
		{Step{Op: RUnlock, Object: 3, Outcome: Panics}, "read-unlocks a lock: fatal error: sync: RUnlock of unlocked RWMutex"},
		{Step{Op: RLock, Object: 3, State: &State{Readers: 2}}, "read-locks a lock (2 readers)"},
		{Step{Op: Lock, Object: 2, State: &State{Holder: 2}, Outcome: Waits}, "locks mu (goroutine 2 holds it): has to wait"},
		{Step{Op: Add, Object: 4, State: &State{Count: 2}}, "adds to wg (counter is 2)"},
		{Step{Op: Done, Object: 4, State: &State{Count: -1}, Outcome: Panics}, "is done with wg: panic: sync: negative WaitGroup counter"},
		{Step{Op: Cancel, Object: 5, State: &State{Closed: true}}, "cancels ctx (cancelled)"},
		{Step{Op: Receive, Object: 5}, "receives from ctx.Done()"},
		{Step{Op: Do, Object: 6}, "runs the function of once"},
		{Step{Op: Panic, Outcome: Panics}, "panics"},
		{Step{Op: Read, Object: 7, Outcome: "races"}, "reads an object: races"},
	} {
		test.step.Goroutine = 1
		if got := tr.Account(test.step); got != test.want {
			t.Errorf("%+v: %q, want %q", test.step, got, test.want)
		}
	}
}
