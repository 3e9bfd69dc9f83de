// Package buffer closes its channel as often as it is asked to.
package buffer

type Buffer struct{ c chan int }

func New() *Buffer { return &Buffer{c: make(chan int, 1)} }

func (b *Buffer) Get() <-chan int { return b.c }

// Dispose expects that the channel may be closed.
func (b *Buffer) Dispose() { b.close() }

// Close does not.
func (b *Buffer) Close() { close(b.c) }

func (b *Buffer) close() (ok bool) {
	defer func() {
		ok = recover() == nil
	}()
	close(b.c)
	return
}
