// Package after_sentinel leaves a goroutine behind after an error was compared with
// variables of packages.
package after_sentinel

import "io"

var ErrSkip = io.ErrNoProgress

var lastErr error // of whatever failed last

type source interface{ Next() (int, error) }

func bad(s source, quit chan struct{}, do func(int) error) error {
	n, err := s.Next()
	if err == io.EOF {
		return nil
	}
	if err == ErrSkip {
		return nil
	}
	if err != nil {
		return err
	}
	done := make(chan error)
	go func() { done <- do(n) }() // want `goroutine blocks forever sending to done \(caller returns on line \d+ without receiving\)`
	select {
	case <-quit:
		return nil
	case err := <-done:
		return err
	}
}

func good(s source, quit chan struct{}, do func(int) error) error {
	n, err := s.Next()
	if err == io.EOF {
		return nil
	}
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- do(n) }() // ok
	select {
	case <-quit:
		return nil
	case err := <-done:
		return err
	}
}

func note(err error) { lastErr = err }

// goodAgain waits only if something has failed before: lastErr is no constant.
func goodAgain(s source, do func(int) error) error {
	_, err := s.Next()
	if err == nil && err == lastErr {
		return nil
	}
	done := make(chan error)
	go func() { done <- do(1) }() // ok
	return <-done
}
