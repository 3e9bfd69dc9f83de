// Program good_exit ends with os.Exit.
package main

import (
	"fmt"
	"os"
)

func main() {
	go fmt.Println("hello") // ok: main ends by os.Exit, on purpose
	os.Exit(0)
}
