// Package helpers serves handlers for tests.
package helpers

import (
	"net/http"
	"net/http/httptest"
)

// Recording returns a handler that sends the path of each request.
func Recording(next http.Handler) (http.Handler, <-chan string) {
	paths := make(chan string, 100)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths <- r.URL.Path
		next.ServeHTTP(w, r)
	}), paths
}

// WithServer runs a server meanwhile.
func WithServer(handler http.Handler, action func(url string)) {
	server := httptest.NewServer(handler)
	defer server.Close()
	action(server.URL)
}
