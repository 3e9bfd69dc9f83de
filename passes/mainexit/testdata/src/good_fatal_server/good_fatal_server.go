// Program good_fatal_server ends with log.Fatal.
package main

import (
	"log"
	"net/http"
)

func main() {
	go func() { // ok: main ends by log.Fatal, on purpose
		log.Println(http.ListenAndServe("localhost:6060", nil))
	}()
	log.Fatal(http.ListenAndServe("localhost:8080", nil))
}
