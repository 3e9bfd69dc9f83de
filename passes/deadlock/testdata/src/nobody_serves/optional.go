package nobody_serves

import (
	"errors"
	"io"
	"net/http"
)

type options struct {
	plain, secure string
	verbose       bool
}

// goodServers has at least one address, or else there is no reason to run it.
func goodServers(o *options) error {
	failed := make(chan error, 2)
	if o.plain != "" {
		go func() { failed <- http.ListenAndServe(o.plain, nil) }()
	}
	if o.secure != "" {
		go func() { failed <- http.ListenAndServeTLS(o.secure, "cert", "key", nil) }()
	}
	return <-failed // ok
}

// badServer takes a detail for a reason to serve.
func badServer(o *options) error {
	failed := make(chan error)
	if o.verbose {
		go func() { failed <- http.ListenAndServe(o.plain, nil) }()
	}
	return <-failed // want `receive from failed blocks forever \(nobody sends to it or closes it\)`
}

// goodLimit ends after a while, or after a number of rounds.
func goodLimit(limit, rounds int, next func() int) {
	done := make(chan bool)
	go func() {
		for {
			n := next()
			if limit > 0 && n >= limit {
				done <- true
				return
			}
			if limit == 0 && n >= rounds {
				done <- true
				return
			}
		}
	}()
	<-done // ok: a limit is not negative
}

// goodCases are three, of which whoever calls it knows how they go together.
func goodCases(plain, secure, local bool) int {
	ch := make(chan int, 1)
	if plain {
		go func() { ch <- 1 }()
	}
	if secure && local {
		return <-ch // ok
	}
	return 0
}

var errDone = errors.New("done")

// goodWalk ends quietly if it finds that all is done, which somebody has said by then.
func goodWalk(visit func() error) error {
	done, failed := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			err := visit()
			if errors.Is(err, errDone) {
				return
			}
			if err != nil {
				failed <- err
				return
			}
		}
	}()
	select {
	case <-done: // ok: visit does not say so before
		return nil
	case err := <-failed:
		return err
	}
}

func badWalk(visit func() error) error {
	failed := make(chan error, 1)
	go func() {
		for {
			err := visit()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				failed <- err
				return
			}
		}
	}()
	return <-failed // want `receive from failed blocks forever`
}

// goodHelpers has at least one address, too.
func goodHelpers(o *options) error {
	failed := make(chan error, 1)
	if o.plain != "" {
		stop, err := serve(o.plain, failed)
		if err != nil {
			return err
		}
		defer stop()
	}
	if o.secure != "" {
		stop, err := serve(o.secure, failed)
		if err != nil {
			return err
		}
		defer stop()
	}
	return <-failed // ok
}

func serve(addr string, failed chan<- error) (stop func(), err error) {
	if addr == ":" {
		return nil, errors.New("no port")
	}
	s := &http.Server{Addr: addr}
	go func() { failed <- s.ListenAndServe() }()
	return func() { s.Close() }, nil
}
