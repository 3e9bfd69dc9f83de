// Package irrelevant has decisions that are doubtful, as those on computed numbers are,
// before a goroutine that blocks: some have nothing to do with that, others have.
package irrelevant

import "errors"

type limits struct{ soft, hard uint64 }

func use(limits) {}

// badKept leaves the goroutine whatever the product is; the outcome is kept for later.
func badKept(size, percent uint64) {
	l := limits{soft: size * percent, hard: size}
	if l.soft == 0 {
		l.soft = l.hard / 5
	}
	ch := make(chan int)
	go func() { ch <- 1 }() // want `goroutine blocks forever sending to ch`
	use(l)
}

// badForgotten comes together again at once.
func badForgotten(size, percent uint64, log func(string)) {
	if size*percent == 0 {
		log("nothing to do")
	}
	ch := make(chan int)
	go func() { ch <- 1 }() // want `goroutine blocks forever sending to ch`
}

// badTwo has two of them.
func badTwo(size, percent uint64, log func(string)) {
	if size*percent == 0 {
		log("nothing to do")
	} else if size*size > 100 {
		log("a lot to do")
	}
	l := limits{soft: size / percent}
	if l.soft < 10 {
		l.hard = 10
	}
	ch := make(chan int)
	go func() { ch <- 1 }() // want `goroutine blocks forever sending to ch`
	use(l)
}

// goodDecides leaves the goroutine only if the product is zero.
func goodDecides(size, percent uint64) error {
	ch := make(chan int)
	go func() { ch <- 1 }()
	if size*percent == 0 {
		return errors.New("no size")
	}
	<-ch
	return nil
}

// goodKept receives where the product is what it was not before: the two conditions
// may be the same.
func goodKept(size, percent uint64) {
	l := limits{soft: size * percent}
	if l.soft == 0 {
		l.hard = 1
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if size == 0 || percent == 0 {
		use(l)
	}
	if l.hard+l.soft != 0 {
		<-ch
	}
}

// goodGoesWith has conditions of which the second may say what the first one said: the
// goroutine is left where they differ, and that is not known to happen.
func goodGoesWith(size, percent uint64, enough func() bool) {
	none := size*percent == 0
	rest := 1
	if enough() {
		rest = 0
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if none && rest == 1 {
		return
	}
	if !none && rest == 0 {
		return
	}
	<-ch
}
