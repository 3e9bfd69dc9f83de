// Package list has what a cache keeps.
package list

type Entry[K comparable, V any] struct {
	Key   K
	Value V
}

type List[K comparable, V any] struct{ entries []*Entry[K, V] }

func (l *List[K, V]) Push(k K, v V) *Entry[K, V] {
	e := &Entry[K, V]{k, v}
	l.entries = append(l.entries, e)
	return e
}
