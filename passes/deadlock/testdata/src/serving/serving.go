// Program serving keeps main from returning while its servers run.
package main

import "net/http"

func main() {
	forever := make(chan bool)
	go func() {
		http.ListenAndServe(":8001", nil)
	}()
	go http.ListenAndServe(":8002", nil)
	<-forever // ok: that is what it is for
}
