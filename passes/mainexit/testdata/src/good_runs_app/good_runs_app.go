// Package main runs an application of another package beside its goroutine.
package main

import (
	"fmt"

	"tui"
)

func main() {
	app := tui.New()
	go func() {
		fmt.Println("fills the view while the application runs")
		app.Draw()
	}()
	if err := app.Run(); err != nil {
		panic(err)
	}
}
