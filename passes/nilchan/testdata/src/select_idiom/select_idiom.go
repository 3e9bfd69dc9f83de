// Package select_idiom switches arms of a select off with nil channels.
package select_idiom

import "time"

func source(v int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- v
	}()
	return ch
}

func goodMerge() int {
	a, b := source(1), source(2)
	sum := 0
	for a != nil || b != nil {
		select {
		case v, ok := <-a: // ok: nil once drained, and the other arm goes on
			if !ok {
				a = nil
				continue
			}
			sum += v
		case v, ok := <-b:
			if !ok {
				b = nil
				continue
			}
			sum += v
		}
	}
	return sum
}

func goodOptionalTimeout(limited bool) int {
	ch := make(chan int, 1)
	go func() { ch <- 1 }()
	var timeout <-chan time.Time
	if limited {
		timeout = time.After(time.Millisecond)
	}
	select {
	case v := <-ch:
		return v
	case <-timeout: // ok: nil means no timeout
		return 0
	}
}

func goodOptionalSend() int {
	in := source(1)
	out := make(chan int, 1)
	var next chan int
	pending := 0
	for range 2 {
		select {
		case v := <-in: // received first, as next is nil
			pending = v
			in = nil
			next = out
		case next <- pending: // ok: nil until there is something to send
			next = nil
		}
	}
	return <-out
}

func goodDefault() bool {
	var ch chan int
	select {
	case <-ch: // ok: the default is taken
		return true
	default:
		return false
	}
}

// goodBothOk takes from two channels until both are closed, by an ok of each case.
func goodBothOk() int {
	a, b := make(chan int), make(chan int)
	go func() {
		a <- 1
		close(a) // ok: a is set to nil when it is closed
	}()
	go func() {
		b <- 2
		close(b) // ok: as a
	}()
	sum := 0
	for open := 2; open > 0; {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				open--
			}
			sum += v
		case v, ok := <-b:
			if !ok {
				b = nil
				open--
			}
			sum += v
		}
	}
	return sum
}

// badBothOk confuses the two.
func badBothOk() int {
	a, b := make(chan int), make(chan int)
	go func() {
		a <- 1
		close(a) // want `close of nil channel a panics`
	}()
	go func() {
		b <- 2
		close(b)
	}()
	sum := 0
	for range 4 {
		select {
		case v, ok := <-a:
			if ok {
				a = nil
			}
			sum += v
		case v, ok := <-b:
			if !ok {
				return sum
			}
			sum += v
		}
	}
	return sum
}
