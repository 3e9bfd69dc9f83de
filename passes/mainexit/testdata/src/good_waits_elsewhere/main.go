package main

import (
	"context"
	"fmt"

	"idle"
)

func main() {
	defer checkIdle()()
	go work() // ok: idle decides when nothing is left
}

func checkIdle() func() {
	ctx := context.Background()
	return func() {
		fmt.Println(idle.Wait(ctx))
	}
}

func work() { fmt.Println("done") }
