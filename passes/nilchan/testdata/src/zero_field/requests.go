package zero_field

type (
	flushRequest struct{ done chan error }

	// VersionRequest is what nobody asks for yet.
	VersionRequest struct {
		version int
		done    chan error
	}

	// Waiter is for other packages to make.
	Waiter struct{ done chan error }
)

type streamer struct{ requests chan any }

func newStreamer() *streamer {
	s := &streamer{make(chan any, 8)}
	go s.serve()
	return s
}

func (s *streamer) flush() error {
	r := &flushRequest{make(chan error, 1)}
	s.requests <- r
	return <-r.done
}

func (s *streamer) serve() {
	for r := range s.requests {
		switch r := r.(type) {
		case *flushRequest:
			r.done <- nil
		case *VersionRequest:
			r.done <- nil // ok: nobody makes one
		}
	}
}

func (w *Waiter) Wait() error {
	return <-w.done // want `receive from nil channel w\.done blocks forever`
}
