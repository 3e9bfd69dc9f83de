// Package func_handlers gives functions away as values of an interface.
package func_handlers

import (
	"net/http"
	"net/http/httptest"
)

// A Handler may be a function.
type Handler interface {
	Handle(http.ResponseWriter, *http.Request) error
}

type HandlerFunc func(http.ResponseWriter, *http.Request) error

func (f HandlerFunc) Handle(w http.ResponseWriter, r *http.Request) error { return f(w, r) }

type adapter struct{ h Handler }

func (a adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.h.Handle(w, r) }

func adapt(h Handler) http.Handler { return adapter{h} }

func goodHandled() {
	opened := make(chan struct{})
	s := httptest.NewServer(adapter{HandlerFunc(func(http.ResponseWriter, *http.Request) error {
		close(opened)
		return nil
	})})
	defer s.Close()
	go func() {
		<-opened // ok: the handler closes it
	}()
	http.Get(s.URL)
}

func goodAdapted() {
	opened := make(chan struct{})
	s := httptest.NewServer(adapt(HandlerFunc(func(http.ResponseWriter, *http.Request) error {
		close(opened)
		return nil
	})))
	defer s.Close()
	go func() {
		<-opened // ok: the handler closes it
	}()
	http.Get(s.URL)
}

func badNotHandled() {
	opened := make(chan struct{})
	h := adapt(HandlerFunc(func(http.ResponseWriter, *http.Request) error { return nil }))
	s := httptest.NewServer(h)
	defer s.Close()
	go func() {
		<-opened // want `goroutine blocks forever receiving from opened \(caller returns on line \d+ without sending or closing\)`
	}()
	http.Get(s.URL)
}
