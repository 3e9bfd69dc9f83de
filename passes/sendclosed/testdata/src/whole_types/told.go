package whole_types

import "context"

// A Stream hands rows to whoever reads them.
type Stream struct {
	rows chan int
	done chan struct{}
}

func NewStream() *Stream { return &Stream{rows: make(chan int), done: make(chan struct{})} }

// Write sends a row. It MUST NOT be called once
// Close has been called.
func (s *Stream) Write(ctx context.Context, row int) bool {
	select {
	case <-ctx.Done():
		return false
	case <-s.done:
		return false
	case s.rows <- row: // ok: callers are told not to
		return true
	}
}

func (s *Stream) Close() {
	close(s.done)
	close(s.rows)
}

// A Pipe is a Stream that does not ask for that. It is not fast.
type Pipe struct {
	rows chan int
	done chan struct{}
}

func NewPipe() *Pipe { return &Pipe{rows: make(chan int), done: make(chan struct{})} }

// Write sends a row, unless Close has been called.
// It must not be called with a row that is negative.
func (p *Pipe) Write(ctx context.Context, row int) bool {
	select {
	case <-ctx.Done():
		return false
	case <-p.done:
		return false
	case p.rows <- row: // want `send on channel p.rows that another goroutine can close first`
		return true
	}
}

func (p *Pipe) Close() {
	close(p.done)
	close(p.rows)
}

// A Feed is not safe for concurrent use.
type Feed struct {
	rows chan int
	done chan struct{}
}

func NewFeed() *Feed { return &Feed{rows: make(chan int), done: make(chan struct{})} }

func (f *Feed) Write(ctx context.Context, row int) bool {
	select {
	case <-ctx.Done():
		return false
	case <-f.done:
		return false
	case f.rows <- row: // ok: one goroutine calls all of it
		return true
	}
}

func (f *Feed) Close() {
	close(f.done)
	close(f.rows)
}
