// Program good_spinner works beside an animation that has no end.
package main

import (
	"fmt"
	"time"
)

func spinner(delay time.Duration) {
	for {
		for _, r := range `-\|/` {
			fmt.Printf("\r%c", r)
			time.Sleep(delay)
		}
	}
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func main() {
	go spinner(100 * time.Millisecond) // ok: it has no end to wait for
	fmt.Println(fib(40))
}
