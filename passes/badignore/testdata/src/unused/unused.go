package unused

import (
	"os"
	"strconv"
)

func badLine() {
	ch := make(chan int, 1)
	close(ch) //chanlint:ignore sendclosed the panic is what the test wants // want "^ignore directive suppresses nothing of sendclosed$"
	ch <- 1
}

func goodLine() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore sendclosed the panic is what the test wants
}

func goodReason() {
	idle := make(chan int)
	//chanlint:ignore deadlock ends with the process
	<-idle
}

func badPass() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore doubleclose another pass // want "nothing of doubleclose"
}

// Each name is judged by itself.
func badHalf() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore deadlock,sendclosed,nilchan one of three // want "nothing of deadlock" "nothing of nilchan"
}

func goodBoth() {
	ch := make(chan int, 1)
	close(ch)
	//chanlint:ignore sendclosed,doubleclose both on a line
	again, send := func() { close(ch) }, func() { ch <- 1 }
	if len(os.Args) > 1 {
		again()
	} else {
		send()
	}
}

// badFunction has nothing to suppress.
//
//chanlint:ignore goroutineleak there was one // want "nothing of goroutineleak"
func badFunction() {
	ch := make(chan int, 1)
	ch <- 1
}

// goodTwice says it twice.
//
//chanlint:ignore sendclosed the whole function
func goodTwice() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore sendclosed and this line
}

// goodDoubtful is about what only -level=all shows.
func goodDoubtful() {
	ch := make(chan int)
	n, _ := strconv.Atoi(os.Args[1])
	m, _ := strconv.Atoi(os.Args[2])
	if n != m {
		return
	}
	go func() {
		ch <- n //chanlint:ignore goroutineleak never equal
	}()
}

// Whether there is a finding may depend on the platform.

func badElsewhere() {
	ch := make(chan int, 1)
	close(ch) //chanlint:ignore doubleclose closeAll does it too // want "nothing of doubleclose"
	closeAll()
}

func goodElsewhere() {
	ch := make(chan int, 1)
	//chanlint:ignore badignore closeAll does it on other systems
	close(ch) //chanlint:ignore doubleclose closeAll does it too
	closeAll()
}

func closeAll() {}

func goodElsewhereToo() {
	ch := make(chan int, 1)
	//nolint:chanlint
	close(ch) //chanlint:ignore doubleclose closeAll does it too
}

func badNothingWrong() {
	ch := make(chan int, 1)
	close(ch) //chanlint:ignore badignore there is no directive // want "nothing of badignore"
}
