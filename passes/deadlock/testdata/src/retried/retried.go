// Package retried waits for what comes of several tries.
package retried

// A permanent error says that there is no use in trying again.
type permanent struct{ err error }

func (p *permanent) Error() string { return p.err.Error() }

// retry calls try until it returns no error, or a permanent one.
func retry(try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		if p, ok := err.(*permanent); ok {
			return p.err
		}
	}
}

func goodConnect(dial func() error) error {
	var connected bool
	failed := make(chan error)
	go func() {
		err := retry(func() error {
			if err := dial(); err != nil {
				return err
			}
			failed <- nil
			connected = true
			return nil
		})
		if err != nil && !connected {
			failed <- err
		}
	}()
	return <-failed // ok: an error that ends it is not nil
}

func badConnect(dial func() error) error {
	failed := make(chan error)
	go func() {
		if err := retry(dial); err != nil {
			failed <- err
		}
	}()
	return <-failed // want `receive from failed blocks forever`
}
