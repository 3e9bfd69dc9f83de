// Package generics has goroutines in generic functions and iterators, and channels that
// are returned, sent and kept in lists.
package generics

import "iter"

func produce[T any](values ...T) <-chan T {
	ch := make(chan T)
	go func() {
		for _, v := range values {
			ch <- v // want `goroutine blocks forever sending to ch`
		}
		close(ch)
	}()
	return ch
}

func badFirst() int { return <-produce(1, 2, 3) }

func goodAll() int {
	sum := 0
	for v := range produceAll(1, 2, 3) {
		sum += v
	}
	return sum
}

func produceAll[T any](values ...T) <-chan T {
	ch := make(chan T, len(values))
	go func() {
		for _, v := range values {
			ch <- v // ok: there is room for all
		}
		close(ch)
	}()
	return ch
}

func send[C chan T, T any](ch C, v T) {
	go func() {
		ch <- v // want `goroutine blocks forever sending to ch`
	}()
}

func badConstrained() {
	ch := make(chan int)
	send(ch, 1)
}

func each(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		ch := make(chan int)
		go func() {
			defer close(ch)
			for i := range n {
				ch <- i // want `goroutine blocks forever sending to ch`
			}
		}()
		for i := range ch {
			if !yield(i) {
				return
			}
		}
	}
}

func badBreak() int {
	for i := range each(3) {
		if i == 1 {
			return i
		}
	}
	return 0
}

func eachUntil(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		ch, done := make(chan int), make(chan struct{})
		defer close(done)
		go func() {
			defer close(ch)
			for i := range n {
				select {
				case ch <- i: // ok: told when the consumer leaves
				case <-done:
					return
				}
			}
		}()
		for i := range ch {
			if !yield(i) {
				return
			}
		}
	}
}

func goodBreak() int {
	for i := range eachUntil(3) {
		if i == 1 {
			return i
		}
	}
	return 0
}

func badReply(quick bool) int {
	requests := make(chan chan int)
	go func() {
		for reply := range requests {
			reply <- 1 // want `goroutine blocks forever sending to reply`
		}
	}()
	defer close(requests)
	reply := make(chan int)
	requests <- reply
	if quick {
		return 0
	}
	return <-reply
}

func goodReply() int {
	requests := make(chan chan int)
	go func() {
		for reply := range requests {
			reply <- 1 // ok: received below
		}
	}()
	defer close(requests)
	reply := make(chan int)
	requests <- reply
	return <-reply
}

func badList() int {
	var list []chan int
	for i := range 3 {
		ch := make(chan int)
		list = append(list, ch)
		go func() {
			ch <- i // want `goroutine blocks forever sending to ch`
		}()
	}
	return <-list[0]
}

func goodList() int {
	var list []chan int
	for i := range 3 {
		ch := make(chan int)
		list = append(list, ch)
		go func() {
			ch <- i // ok: all are received
		}()
	}
	sum := 0
	for _, ch := range list {
		sum += <-ch
	}
	return sum
}

func start() (<-chan int, func()) {
	ch, quit := make(chan int), make(chan struct{})
	go func() {
		for i := 0; ; i++ {
			select { // want `goroutine blocks forever in select`
			case ch <- i:
			case <-quit:
				return
			}
		}
	}()
	return ch, func() { close(quit) }
}

func badStop() int {
	ch, _ := start()
	return <-ch
}

func begin() (<-chan int, func()) {
	ch, quit := make(chan int), make(chan struct{})
	go func() {
		for i := 0; ; i++ {
			select { // ok: stopped
			case ch <- i:
			case <-quit:
				return
			}
		}
	}()
	return ch, func() { close(quit) }
}

func goodStop() int {
	ch, stop := begin()
	defer stop()
	return <-ch
}
