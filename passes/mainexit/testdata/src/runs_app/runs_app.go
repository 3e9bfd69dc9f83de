// Package main has an application that it never runs to the end.
package main

import (
	"fmt"

	"tui"
)

func main() {
	app := tui.New()
	go func() { // want `main returns without waiting for the goroutine started here`
		fmt.Println("fills the view")
		app.Draw()
	}()
	app.Draw()
}
