// Package prelude has functions that do and check much before they start a goroutine.
package prelude

import (
	"context"
	"errors"
	"fmt"
)

var errInput = errors.New("input")

func work(n int) error { return fmt.Errorf("%d", n) }

func badAfterChecks(ctx context.Context, a, b, c, d, e int) error {
	if a*b/7 == c {
		return errInput
	}
	if b*c/7 == d {
		return errInput
	}
	if c*d/7 == e {
		return errInput
	}
	if d*e/7 == a {
		return errInput
	}
	done := make(chan error)
	go func() {
		done <- work(a) // want `goroutine blocks forever sending to done \(caller returns on line \d+ without receiving\)`
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func goodAfterChecks(ctx context.Context, a, b, c, d, e int) error {
	if a*b/7 == c {
		return errInput
	}
	if b*c/7 == d {
		return errInput
	}
	if c*d/7 == e {
		return errInput
	}
	if d*e/7 == a {
		return errInput
	}
	done := make(chan error, 1)
	go func() {
		done <- work(a) // ok: there is room
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func goodSameCheck(a, b, c, d int, quick bool) error {
	if a*b/7 == c {
		return errInput
	}
	if b*c/7 == d {
		return errInput
	}
	if c*d/7 == a {
		return errInput
	}
	if quick {
		return nil
	}
	done := make(chan error)
	go func() {
		done <- work(a) // ok: received, since what is quick has returned before
	}()
	if quick {
		return nil
	}
	return <-done
}
