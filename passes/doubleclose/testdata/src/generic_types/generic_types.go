// Package generic_types closes channels that generic types hold, which are used behind
// interfaces, for structs, and by generic functions.
package generic_types

type source[T any] interface {
	next() T
	stop()
}

type box[T any] struct {
	c    chan T
	done chan struct{}
}

func (b *box[T]) next() T { return <-b.c }

func (b *box[T]) stop() { close(b.done) } // want `close of closed channel b.done \(closed on line 17\)`

func newBox[T any](c chan T) source[T] { return &box[T]{c: c, done: make(chan struct{})} }

func badBehindInterface() {
	s := newBox(make(chan int, 1))
	s.stop()
	s.stop()
}

func goodBehindInterface() {
	s := newBox(make(chan int, 1))
	s.stop()
}

type once[T any] struct{ done chan struct{} }

func (o *once[T]) next() (t T) { return t }

func (o *once[T]) stop() {
	select {
	case <-o.done:
	default:
		close(o.done)
	}
}

func newOnce[T any]() source[T] { return &once[T]{make(chan struct{})} }

func goodStoppedTwice() {
	s := newOnce[int]()
	s.stop()
	s.stop()
}

type pair struct{ a, b chan int }

// A future has its channel behind a value that may take more than one cell.
type future[T any] struct {
	value T
	done  chan struct{}
}

func (f *future[T]) finish() { close(f.done) }

func (f *future[T]) set(v T) { f.value = v }

func (f *future[T]) get() T { return f.value }

func goodLayout() {
	f := &future[pair]{done: make(chan struct{})}
	f.finish()
}

func goodTwoChannels() {
	f := &future[pair]{value: pair{b: make(chan int)}}
	close(f.value.b)
	f.done = make(chan struct{})
	f.finish()
}

func goodSetByMethod() {
	f := &future[pair]{}
	f.set(pair{b: make(chan int)})
	close(f.get().b)
}

func goodSetThere() {
	f := &future[pair]{}
	f.set(pair{b: make(chan int)})
	close(f.value.b)
}

func assign[T any](p *T, v T) { *p = v }

func goodFlagByPointer(c chan int) {
	var closed bool
	close(c)
	assign(&closed, true)
	if !closed {
		close(c)
	}
}

func goodChannelByPointer() {
	c := make(chan int)
	close(c)
	assign(&c, make(chan int))
	close(c)
}

func isChannel[T any](v T) bool {
	switch any(v).(type) {
	case chan int:
		return true
	}
	return false
}

func goodTypeOfParameter() {
	c := make(chan int)
	close(c)
	if !isChannel(c) {
		close(c)
	}
}

func isChannels[T any](v []T) bool {
	_, ok := any(v).([]chan int)
	return ok
}

func goodTypeOfList() {
	c := make(chan int)
	close(c)
	if !isChannels([]chan int{c}) {
		close(c)
	}
}

func isBox[T any](v any) bool {
	_, ok := v.(*box[T])
	return ok
}

func goodTypeOfInstance(c chan int) {
	close(c)
	if !isBox[string](&box[string]{}) {
		close(c)
	}
}
