// Package handler_literals gives function literals to routers.
package handler_literals

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

var hits int

func init() {
	http.HandleFunc("/hits", func(w http.ResponseWriter, r *http.Request) {
		hits++ // want `variable hits is written here and written on line \d+ by another goroutine`
	})
}

func register(mux *http.ServeMux) {
	last := ""
	mux.HandleFunc("/last", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, last)
		last = r.URL.Path // want `variable last is written here and (read|written) on line \d+ by another goroutine`
	})
	var mu sync.Mutex
	seen := map[string]int{}
	mux.Handle("/seen", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen[r.URL.Path]++ // ok: locked
		n := 0
		n++ // ok: its own
		fmt.Fprintln(w, n)
	}))
}

type counter struct {
	mu    sync.Mutex
	total int
	names map[string]int
}

func (c *counter) routes(e *gin.Engine) {
	e.GET("/total", func(ctx *gin.Context) {
		c.total++ // want `variable c.total is written here and written on line \d+ by another goroutine`
	})
	e.GET("/names", c.badName)
	e.GET("/reset", c.goodReset)
}

func (c *counter) badName(ctx *gin.Context) {
	c.names["a"]++ // want `map c.names is written here and written on line \d+ by another goroutine`
}

func (c *counter) goodReset(ctx *gin.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.names) // ok: locked
}

// goodWrapped makes a literal for each request.
func goodWrapped(w http.ResponseWriter, r *http.Request) {
	n := 0
	each(func(w http.ResponseWriter, r *http.Request) {
		n++ // ok: called one by one
	}, w, r)
	fmt.Fprintln(w, n)
}

func each(h http.HandlerFunc, w http.ResponseWriter, r *http.Request) {
	for range 3 {
		h(w, r)
	}
}

// goodSingle waits for one request.
func goodSingle(mux *http.ServeMux) string {
	done := make(chan struct{})
	code := ""
	mux.HandleFunc("/code", func(w http.ResponseWriter, r *http.Request) {
		code = r.FormValue("code") // ok: there is only one
		close(done)
	})
	<-done
	return code
}
