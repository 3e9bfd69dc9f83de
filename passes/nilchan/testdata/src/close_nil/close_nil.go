// Package close_nil closes channels that nobody made.
package close_nil

func badClose() {
	var ch chan int
	close(ch) // want `close of nil channel ch panics`
}

func badDeferEvaluatedEarly() int {
	var out chan int
	defer close(out) // want `close of nil channel out panics`
	out = make(chan int, 1)
	out <- 1
	return <-out
}

func badBranch(buffered bool) {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	}
	close(ch) // want `close of nil channel ch panics`
}

type session struct {
	quit chan struct{}
}

func (s *session) start() {
	s.quit = make(chan struct{})
}

func (s *session) stop() {
	close(s.quit) // want `close of nil channel s\.quit panics`
}

func badNeverStarted() {
	s := &session{}
	s.stop()
}

type task struct {
	quit chan struct{}
}

func (t *task) start() {
	t.quit = make(chan struct{})
}

func (t *task) stop() {
	close(t.quit) // ok: the tasks of this package are started first
}

func goodStarted() {
	t := &task{}
	t.start()
	t.stop()
}

func goodDeferredClosure() int {
	var out chan int
	defer func() {
		close(out) // ok: the variable is read when the closure runs
	}()
	out = make(chan int, 1)
	out <- 1
	return <-out
}

func goodChecked(buffered bool) {
	var ch chan int
	if buffered {
		ch = make(chan int, 1)
	}
	if ch != nil {
		close(ch) // ok: compared with nil
	}
}
