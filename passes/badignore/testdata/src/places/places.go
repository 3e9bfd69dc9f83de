package places

import (
	"os"
	"time"
)

func goodEndOfLine() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore sendclosed why // and more
}

func goodLineAbove() {
	ch := make(chan int, 1)
	close(ch)
	//chanlint:ignore sendclosed why
	ch <- 1
}

func goodComment() {
	ch := make(chan int, 1)
	close(ch)
	// The directive stands among other lines.
	//chanlint:ignore sendclosed why
	// They do not matter.
	ch <- 1
}

func goodTwoDirectives() {
	ch := make(chan int, 1)
	close(ch)
	//chanlint:ignore sendclosed one
	//chanlint:ignore doubleclose and the other
	again, send := func() { close(ch) }, func() { ch <- 1 }
	if len(os.Args) > 1 {
		again()
	} else {
		send()
	}
}

// goodFunction is silent in all of its lines, and in the functions in it.
//
//chanlint:ignore sendclosed,goroutineleak why
func goodFunction() {
	if len(os.Args) > 1 {
		forever := make(chan int)
		go func() {
			<-forever
		}()
		return
	}
	ch := make(chan int, 1)
	close(ch)
	func() {
		ch <- 1
	}()
}

// goodStatement has the finding where a statement of several lines begins.
func goodStatement() {
	ch := make(chan time.Duration, 1)
	close(ch)
	//chanlint:ignore sendclosed why
	ch <- time.Duration(
		1)
}

func badAfterStatement() {
	ch := make(chan time.Duration, 1)
	close(ch)
	ch <- time.Duration(
		1) //chanlint:ignore sendclosed why // want "nothing of sendclosed"
}

func badGap() {
	ch := make(chan int, 1)
	close(ch)
	//chanlint:ignore sendclosed why // want "nothing of sendclosed"

	ch <- 1
}

func badLineBelow() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1
	//chanlint:ignore sendclosed why // want "nothing of sendclosed"
}

// badLineAbove: at the end of a line it is not about the next one.
func badLineAbove() {
	ch := make(chan int, 1)
	close(ch) //chanlint:ignore sendclosed why // want "nothing of sendclosed"
	ch <- 1
}

// A helper is explored where it is called, and silenced where it stands.

func goodRoot() {
	ch := make(chan int, 1)
	close(ch)
	goodHelper(ch)
}

func goodHelper(ch chan int) {
	ch <- 1 //chanlint:ignore sendclosed why
}

// A goroutine that blocks in a helper is reported at the call.
func goodCall() {
	ch := make(chan int)
	go func() {
		receive(ch) //chanlint:ignore goroutineleak why
	}()
}

func receive(ch chan int) {
	<-ch //chanlint:ignore goroutineleak not here // want "nothing of goroutineleak"
}

//chanlint:ignore goroutineleak not a function // want "nothing of goroutineleak"
var start = func() {
	ch := make(chan int)
	go func() { <-ch }()
}

// golangci-lint's comments need no reason, and are never reported.

func goodNolint() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //nolint:chanlint
}

func goodNolintAll() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //nolint
}

//nolint:govet,chanlint // the whole function
func goodNolintFunction() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1
}

func goodNolintStatement() {
	forever := make(chan int)
	//nolint
	go func() {
		<-forever
	}()
}

func badNolintOther() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //nolint:govet
}
