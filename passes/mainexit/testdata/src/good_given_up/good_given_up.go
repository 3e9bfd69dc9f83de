// Command good_given_up ends when it cannot read any more.
package main

import (
	"fmt"
	"net"
	"time"
)

func main() {
	conn, err := net.Dial("tcp", "example.org:7")
	if err != nil {
		return
	}
	go func() { // ok: what it sends does not arrive any more
		for i := range 3 {
			time.Sleep(time.Second)
			fmt.Fprintln(conn, i)
		}
	}()
	buf := make([]byte, 64)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		fmt.Print(string(buf[:n]))
	}
}
