// Program good_server serves beside a goroutine.
package main

import (
	"fmt"
	"net/http"
	"time"
)

func main() {
	go func() { // ok: main serves until the server fails
		for range time.Tick(time.Minute) {
			fmt.Println("tick")
		}
	}()
	if err := http.ListenAndServe("localhost:8080", nil); err != nil {
		fmt.Println(err)
	}
}
