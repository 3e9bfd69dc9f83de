// Package promise gives values that come later.
package promise

import "sync"

type Future[T any] interface{ Join() (T, error) }
type Promise[T any] interface {
	Success(T)
	Future() Future[T]
}

type future[T any] struct {
	once sync.Once
	done chan T
	v    T
}

func (f *future[T]) Join() (T, error) {
	f.once.Do(func() { f.v = <-f.done })
	return f.v, nil
}

type promise[T any] struct {
	once sync.Once
	f    *future[T]
}

func (p *promise[T]) Success(v T)       { p.once.Do(func() { p.f.done <- v }) }
func (p *promise[T]) Future() Future[T] { return p.f }
func NewPromise[T any]() Promise[T]     { return &promise[T]{f: &future[T]{done: make(chan T, 1)}} }
