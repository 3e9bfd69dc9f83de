package nobody_serves

import "sync"

type reader struct {
	mu      sync.Mutex
	reading bool
	busy    bool
	next    func() (string, error)
}

type line struct {
	text string
	err  error
}

// goodRead is read by one caller at a time.
func (r *reader) goodRead() (string, error) {
	lines := make(chan line)
	defer close(lines)
	go r.read(lines)
	l := <-lines // ok: nobody finds reading set
	return l.text, l.err
}

func (r *reader) read(lines chan line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reading {
		return
	}
	r.reading = true
	text, err := r.next()
	lines <- line{text, err}
	r.reading = false
}

// badRead is called by two at a time.
func (r *reader) badRead() (string, error) {
	lines := make(chan line, 1)
	go r.readOnce(lines)
	l := <-lines // want `receive from lines blocks forever`
	return l.text, l.err
}

func (r *reader) readOnce(lines chan line) {
	r.mu.Lock()
	if r.busy {
		r.mu.Unlock()
		return
	}
	r.busy = true
	r.mu.Unlock()
	text, err := r.next()
	lines <- line{text, err}
	r.mu.Lock()
	r.busy = false
	r.mu.Unlock()
}
