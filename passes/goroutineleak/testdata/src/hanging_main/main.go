// Command hanging_main reports its errors over a channel that it has not come to yet.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
)

var mu sync.Mutex

func logf(err error) {
	mu.Lock()
	defer mu.Unlock()
	fmt.Println(err)
}

func main() {
	errs := make(chan error)
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, os.Interrupt)
		err := fmt.Errorf("%s", <-c)
		logf(err)
		errs <- err // ok: left only since main hangs
	}()
	l, err := net.Listen("tcp", os.Getenv("ADDR"))
	if err != nil {
		logf(err)
		errs <- err
	}
	go func() {
		if err := http.Serve(l, nil); err != nil {
			errs <- err
		}
	}()
	fmt.Println(<-errs)
}
