// Package chans has generic functions for channels.
package chans

func Send[T any](ch chan<- T, v T, done <-chan struct{}) bool {
	select {
	case ch <- v:
		return true
	case <-done:
		return false
	}
}

func SendAll[T any](ch chan<- T, values ...T) {
	for _, v := range values {
		ch <- v
	}
}
