package failed

import (
	"errors"
	"fmt"

	"failed/errs"
)

func connect(addrs []string, dial func(string) (int, error)) (conn *int, tried []string, failed <-chan error, err error) {
	var errs []error
	for _, addr := range addrs {
		tried = append(tried, addr)
		n, err := dial(addr)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		ch := make(chan error)
		close(ch)
		return &n, tried, ch, nil
	}
	return nil, tried, nil, errors.Join(errs...)
}

func good(addrs []string, dial func(string) (int, error)) error {
	_, tried, failed, err := connect(addrs, dial)
	if err != nil {
		return fmt.Errorf("%v: %w", tried, err)
	}
	go func() {
		<-failed // ok: without an error there is a channel
	}()
	return nil
}

func bad(addrs []string, dial func(string) (int, error)) {
	_, _, failed, _ := connect(addrs, dial)
	<-failed // want `receive from nil channel failed blocks forever`
}

func goodParsed(text string) (n int) {
	if !errs.IsNumber(text) {
		return 0
	}
	digits, _ := errs.Digits(text)
	for range digits { // ok: it is a number
		n++
	}
	return n
}

// goodAsserted gets a channel or an error, whatever kind of error that is.
func goodAsserted(open func() error, retry func()) error {
	ready, err := openReady(open, retry)
	if err != nil {
		return err
	}
	<-ready // ok: there was no error
	return nil
}

func openReady(open func() error, retry func()) (chan bool, error) {
	if err := open(); err != nil {
		if _, ok := err.(*syntaxError); !ok {
			retry()
		}
		return nil, err
	}
	ready := make(chan bool)
	close(ready)
	return ready, nil
}

type syntaxError struct{ line int }

func (e *syntaxError) Error() string { return fmt.Sprint("line ", e.line) }

// A source gives values, or its error.
type source struct {
	done chan struct{}
	err  error
}

func (s *source) next() error {
	if s.err != nil {
		return s.err
	}
	<-s.done // ok: a source without the channel has an error
	return nil
}

func drain(s *source) {
	go func() {
		for s.next() == nil {
		}
	}()
}

func goodBroken() {
	drain(&source{err: errs.New("broken")})
	done := make(chan struct{})
	close(done)
	drain(&source{done: done, err: errs.New("used up")})
}

// goodOrPanic needs a channel, or panics.
func goodOrPanic(addrs []string, dial func(string) (int, error)) {
	_, _, failed, err := connect(addrs, dial)
	if err != nil {
		panic(err)
	}
	<-failed // ok: without an error there is a channel
}
