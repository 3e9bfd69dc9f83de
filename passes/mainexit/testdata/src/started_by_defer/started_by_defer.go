// Program started_by_defer starts a goroutine on its way out.
package main

import "fmt"

func main() {
	defer func() {
		go fmt.Println("bye") // want `main returns without waiting for the goroutine started here`
	}()
	fmt.Println("main")
}
