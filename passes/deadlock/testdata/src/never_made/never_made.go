package never_made

import (
	"errors"
	"fmt"
)

// unused is never made: of its fields nothing is known.
type unused struct {
	results chan error
	quit    chan struct{}
}

var _ fmt.Stringer = (*unused)(nil)

func (u *unused) String() string { return u.next().Error() }

func (u *unused) next() error {
	select {
	case err := <-u.results: // ok
		return err
	case <-u.quit:
		return errors.New("x")
	}
}
