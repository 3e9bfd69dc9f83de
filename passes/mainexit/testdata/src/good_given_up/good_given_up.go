// Command good_given_up ends when it cannot read any more.
package main

import (
	"fmt"
	"net"
	"sync"
	"time"
)

func main() {
	conn, err := net.Dial("tcp", "example.org:7")
	if err != nil {
		return
	}
	var mu sync.Mutex
	go func() { // ok: what it sends does not arrive any more
		for i := range 3 {
			time.Sleep(time.Second)
			mu.Lock()
			fmt.Fprintln(conn, i)
			mu.Unlock()
		}
	}()
	buf := make([]byte, 64)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		mu.Lock()
		fmt.Print(string(buf[:n]))
		mu.Unlock()
	}
}
