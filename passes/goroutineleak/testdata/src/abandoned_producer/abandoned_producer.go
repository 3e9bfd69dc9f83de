// Package abandoned_producer has producers whose consumer may leave early.
package abandoned_producer

func badBreak(found func(int) bool) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i // want `goroutine blocks forever sending to ch`
		}
	}()
	last := 0
	for v := range ch {
		last = v
		if found(v) {
			break
		}
	}
	return last
}

func count() <-chan int {
	ch := make(chan int)
	go func() {
		for i := 0; ; i++ {
			ch <- i // want `goroutine blocks forever sending to ch`
		}
	}()
	return ch
}

func badTakeOne() int {
	return <-count()
}

func generate(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i // want `goroutine blocks forever sending to out`
		}
	}()
	return out
}

func badTakeTwo() int {
	numbers := generate(3)
	return <-numbers + <-numbers
}

func goodDone(found func(int) bool) int {
	ch := make(chan int)
	done := make(chan struct{})
	defer close(done)
	go func() {
		defer close(ch)
		for i := range 3 {
			select {
			case ch <- i: // ok: told when the consumer leaves
			case <-done:
				return
			}
		}
	}()
	last := 0
	for v := range ch {
		last = v
		if found(v) {
			break
		}
	}
	return last
}

func goodDrained(found func(int) bool) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i // ok: the consumer takes the rest
		}
	}()
	first := -1
	for v := range ch {
		if first < 0 && found(v) {
			first = v
		}
	}
	return first
}

func goodDeferredDrain(found func(int) bool) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i // ok: the deferred loop takes the rest
		}
	}()
	defer func() {
		for range ch {
		}
	}()
	for v := range ch {
		if found(v) {
			return v
		}
	}
	return -1
}

func goodBuffered(found func(int) bool) int {
	ch := make(chan int, 3)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i // ok: the buffer has room for all
		}
	}()
	for v := range ch {
		if found(v) {
			return v
		}
	}
	return -1
}

func numbers(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i // ok: the callers take all
		}
	}()
	return out
}

func goodTakeAll() int {
	sum := 0
	for v := range numbers(3) {
		sum += v
	}
	return sum
}
