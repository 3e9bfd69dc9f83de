package close_nil

import "time"

type source interface{ read() int }

type slow struct {
	source source
	done   chan struct{}
	n      int
}

// goodWaited forgets the channel only after the goroutine has closed it, whatever the
// source, which may reach it, could do.
func (s *slow) goodWaited(d time.Duration) int {
	if s.done == nil {
		s.done = make(chan struct{})
		go func() {
			s.n = s.source.read()
			close(s.done)
		}()
	}
	select {
	case <-s.done:
		s.done = nil
		return s.n
	case <-time.After(d):
		return 0
	}
}

type hasty struct {
	source source
	done   chan struct{}
	n      int
}

// badHurried forgets it at once.
func (h *hasty) badHurried() {
	h.done = make(chan struct{})
	go func() {
		h.n = h.source.read()
		close(h.done) // want `close of nil channel h.done panics`
	}()
	h.done = nil
}
