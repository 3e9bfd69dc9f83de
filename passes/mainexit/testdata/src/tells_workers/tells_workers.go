// Program tells_workers ends its workers after some time, and signals itself.
package main

import (
	"flag"
	"fmt"
	"net"
	"sync"
	"time"
)

var workers = flag.Int("workers", 10, "how many connections")

func work(stop chan struct{}) int {
	n := 0
	for {
		select {
		case <-stop:
			return n
		default:
		}
		conn, err := net.Dial("tcp", "localhost:80")
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		fmt.Fprintln(conn, n)
		conn.Close()
		n++
	}
}

func save() {}

func main() {
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range *workers {
		wg.Add(1)
		go func() {
			work(stop)
			wg.Done()
		}()
	}
	go func() { // ok: it tells the workers to stop, and main waits for them
		time.Sleep(time.Minute)
		fmt.Println("stopping")
		close(stop)
	}()
	done := make(chan struct{})
	go func() { // want `main returns without waiting for the goroutine started here`
		time.Sleep(time.Minute)
		save()
		fmt.Println("saved")
		close(done) // nobody receives from it
	}()
	wg.Wait()
}
