package answers

import "errors"

type answer struct {
	first bool
	err   error
}

// goodRace starts the second one at once if the first one fails.
func goodRace(answers <-chan answer, second func(start <-chan struct{})) error {
	start := make(chan struct{})
	go second(start)
	var errs []error
	for range 2 {
		a := <-answers
		if a.err == nil {
			return nil
		}
		errs = append(errs, a.err)
		if a.first {
			close(start) // ok: there is one answer of the first
		}
	}
	return errors.Join(errs...)
}

func badTimes(n int, second func(start <-chan struct{})) {
	start := make(chan struct{})
	go second(start)
	for range 2 {
		close(start) // want `close of closed channel start`
	}
}
