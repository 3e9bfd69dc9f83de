// Program good_until_failure echoes what it gets for as long as it runs.
package main

import (
	"fmt"
	"net"
	"time"
)

type allocator interface {
	Allocate() (net.PacketConn, error)
}

var allocators = map[string]allocator{}

func main() {
	if err := test(allocators["udp"]); err != nil {
		panic(err)
	}
}

func test(a allocator) error {
	conn, err := a.Allocate()
	if err != nil {
		return err
	}
	go func() { // ok: it goes on until something fails
		buf := make([]byte, 1600)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				break
			}
			if _, err = conn.WriteTo(buf[:n], from); err != nil {
				break
			}
		}
	}()
	time.Sleep(time.Second)
	for n := range 10 {
		if _, err = fmt.Println(n); err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}
