package main

import (
	"context"
	"fmt"

	"idle"
)

func main() {
	fmt.Println(idle.Wait(context.Background()))
	go work() // want `main returns without waiting for the goroutine started here`
}

func work() { fmt.Println("done") }
