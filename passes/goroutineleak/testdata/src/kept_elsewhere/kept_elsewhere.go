// Package kept_elsewhere gives sessions to a cache.
package kept_elsewhere

import (
	"net/http"

	"kept_elsewhere/lru"
	"kept_elsewhere/session"
	"kept_elsewhere/state"
)

type app struct {
	state   *state.State
	waiting *lru.LRU[string, *session.Session]
	handler http.Handler
}

func goodKept(a *app, r *http.Request) bool {
	s := session.New()
	a.state.Put("a", s)
	ok := make(chan bool, 1)
	go func() {
		ok <- <-s.Wait() // ok: the handler finds it there
	}()
	a.handler.ServeHTTP(nil, r)
	return true
}

func goodWaiting(a *app, r *http.Request) bool {
	s := session.New()
	a.waiting.Add("a", s)
	go func() {
		<-s.Wait() // ok: the handler finds it there
	}()
	a.handler.ServeHTTP(nil, r)
	return true
}

func badForgotten(a *app, r *http.Request) bool {
	s := session.New()
	go func() {
		<-s.Wait() // want `goroutine blocks forever receiving from s.Wait`
	}()
	a.handler.ServeHTTP(nil, r)
	return true
}

func badNeverEvicted() {
	l := lru.New[string, int]()
	go func() {
		l.Wait() // want `goroutine blocks forever`
	}()
}

func goodEvicted() {
	l := lru.New[string, int]()
	go func() {
		l.Wait() // ok: closed
	}()
	l.Close()
}
