// Command said_why prints an error, if there is one, and ends in either case.
package main

import (
	"fmt"
	"net"
)

func main() {
	conn, err := net.Dial("tcp", "example.org:7")
	if err != nil {
		return
	}
	go fmt.Println("connected") // want `main returns without waiting for the goroutine started here`
	if _, err := conn.Write([]byte("x")); err != nil {
		fmt.Println(err)
	}
}
