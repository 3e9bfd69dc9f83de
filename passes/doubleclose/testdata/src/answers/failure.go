package answers

import "errors"

var errNew, errIdle, errBusy, errPaused, errStopped, errGone = errors.New("new"), errors.New("idle"), errors.New("busy"), errors.New("paused"), errors.New("stopped"), errors.New("gone")

// failure is too long to be looked into, but always returns an error.
func failure(state int) error {
	switch state {
	case 1:
		return errIdle
	case 2:
		return errBusy
	case 3:
		return errPaused
	case 4:
		return errStopped
	case 5:
		return errGone
	default:
		return errNew
	}
}

// failureOrNot is as long, and may return none.
func failureOrNot(state int) error {
	switch state {
	case 1:
		return errIdle
	case 2:
		return errBusy
	case 3:
		return errPaused
	case 4:
		return errStopped
	case 5:
		return nil
	default:
		return errNew
	}
}

func goodFailure(state int) error {
	c := make(chan int)
	close(c)
	if err := failure(state); err != nil {
		return err
	}
	close(c)
	return nil
}

func badFailureOrNot(state int) error {
	c := make(chan int)
	close(c)
	if err := failureOrNot(state); err != nil {
		return err
	}
	close(c) // want `close of closed channel c`
	return nil
}
