package whole_types

import (
	"errors"
	"sync"
)

var errClosed = errors.New("closed")

// badQueue looks whether it is closed, but sends without the lock.
type badQueue struct {
	mu     sync.Mutex
	closed bool
	ch     chan int
}

func NewBadQueue() *badQueue { return &badQueue{ch: make(chan int, 8)} }

func (q *badQueue) Put(v int) error {
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return errClosed
	}
	q.mu.Unlock()
	q.ch <- v // want `send on channel q.ch that another goroutine can close first`
	return nil
}

func (q *badQueue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.ch)
	}
}

// goodQueue sends with the lock.
type goodQueue struct {
	mu     sync.Mutex
	closed bool
	ch     chan int
}

func NewGoodQueue() *goodQueue { return &goodQueue{ch: make(chan int, 8)} }

func (q *goodQueue) Put(v int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return errClosed
	}
	select {
	case q.ch <- v: // ok: Close needs the lock
	default:
	}
	return nil
}

func (q *goodQueue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.ch)
	}
}

// goodPlain leaves it to its callers not to put after Close.
type goodPlain struct{ ch chan int }

func NewPlain() *goodPlain { return &goodPlain{ch: make(chan int, 8)} }

func (q *goodPlain) Put(v int) { q.ch <- v } // ok: a caller's business

func (q *goodPlain) Close() { close(q.ch) }

// badTicker sends from a goroutine of its own.
type badTicker struct {
	out  chan int
	quit chan struct{}
}

func NewBadTicker() *badTicker {
	t := &badTicker{out: make(chan int, 1), quit: make(chan struct{})}
	go func() {
		for n := 0; ; n++ {
			select {
			case <-t.quit:
				return
			default:
				t.out <- n // want `send on channel t.out that another goroutine can close first`
			}
		}
	}()
	return t
}

func (t *badTicker) Close() {
	close(t.quit)
	close(t.out)
}

// filter keeps lines out; its lock has nothing to do with a log's end.
type filter struct {
	once  sync.Once
	level int
}

func (f *filter) check(level int) bool {
	f.once.Do(func() { f.level = 3 })
	return level >= f.level
}

// goodLog leaves it to its callers not to write after Stop, or they take it off a
// list before.
type goodLog struct {
	filter *filter
	lines  chan string
}

func newGoodLog(f *filter) *goodLog {
	l := &goodLog{filter: f, lines: make(chan string, 512)}
	go func() {
		for range l.lines {
		}
	}()
	return l
}

func (l *goodLog) Write(level int, line string) {
	if !l.filter.check(level) {
		return
	}
	select {
	case l.lines <- line: // ok: a caller's business
	default:
	}
}

func (l *goodLog) Stop() { close(l.lines) }

// goodWaiter closes when its goroutine has ended, although callers have the value.
type goodWaiter struct {
	wg   sync.WaitGroup
	done chan struct{}
	errs chan error
}

func NewWaiter(read func() error) *goodWaiter {
	w := &goodWaiter{done: make(chan struct{}), errs: make(chan error, 1)}
	w.wg.Add(1)
	go func() {
		defer w.wg.Done()
		for {
			select {
			case <-w.done:
				return
			default:
			}
			if err := read(); err != nil {
				w.errs <- err // ok: closed after Wait
				return
			}
		}
	}()
	go func() {
		<-w.done
		w.wg.Wait()
		close(w.errs)
	}()
	return w
}
