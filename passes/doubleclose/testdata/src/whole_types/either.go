package whole_types

// request ends in one of two ways, of which its user chooses one.
type request struct {
	done chan struct{}
	text string
	err  error
}

func newRequest() *request { return &request{done: make(chan struct{})} }

func (r *request) cancel(err error) {
	r.err = err
	close(r.done)
}

func (r *request) answer(text string) {
	r.text = text
	close(r.done)
}

func (r *request) wait() (string, error) {
	<-r.done
	return r.text, r.err
}

// Request is one of those, for others.
type Request struct{ done chan struct{} }

// NewRequest returns one.
func NewRequest() *Request { return &Request{done: make(chan struct{})} }

// Cancel ends it.
func (r *Request) Cancel() { close(r.done) }

// Done ends it.
func (r *Request) Done() { close(r.done) }

// Wait waits for the end.
func (r *Request) Wait() { <-r.done }
