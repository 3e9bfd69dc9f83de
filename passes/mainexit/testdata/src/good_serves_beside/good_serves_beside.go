// Program good_serves_beside serves metrics while it works.
package main

import (
	"fmt"
	"net/http"
)

func main() {
	go func() { // ok: a server ends with the program
		err := http.ListenAndServe("localhost:6060", nil)
		fmt.Println("metrics:", err)
	}()
	go http.ListenAndServe("localhost:6061", nil) // ok
	for i := range 10 {
		fmt.Println(i)
	}
}
