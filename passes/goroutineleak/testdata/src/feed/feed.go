// Package feed returns channels that its goroutines send on.
package feed

// Open sends n items.
func Open(n int) <-chan int {
	items := make(chan int)
	go func() {
		defer close(items)
		for i := range n {
			items <- i
		}
	}()
	return items
}

// Follow sends items until it is stopped.
func Follow(next func() int) (<-chan int, func()) {
	items, stop := make(chan int), make(chan struct{})
	go func() {
		for {
			select {
			case items <- next():
			case <-stop:
				return
			}
		}
	}()
	return items, func() { close(stop) }
}

// Watch calls f when something is there, for ever.
func Watch(f func()) {
	events := make(chan struct{})
	go func() {
		for range events {
			f()
		}
	}()
}
