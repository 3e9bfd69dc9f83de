// Package handlers serves several requests at once.
package handlers

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

type server struct {
	mu     sync.Mutex
	hits   int
	seen   map[string]int
	names  []string
	total  atomic.Int64
	config string
	code   string
	done   chan struct{}
}

func (s *server) badHits(w http.ResponseWriter, r *http.Request) {
	s.hits++ // want `variable s.hits is written here and written on line \d+ by another goroutine`
}

func (s *server) badSeen(w http.ResponseWriter, r *http.Request) {
	s.seen[r.URL.Path]++            // want `map s.seen is written here and written on line \d+ by another goroutine`
	fmt.Fprintln(w, s.config, "ok") // nobody writes it
}

func (s *server) goodNames(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, r.FormValue("name")) // ok: locked
	r.URL.Path = "/"                               // ok: each request has its own
	s.total.Add(1)
}

func (s *server) goodHits(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits++
}

// goodCallback waits for a single request.
func (s *server) goodCallback(w http.ResponseWriter, r *http.Request) {
	s.code = r.FormValue("code") // ok: the first one ends it
	close(s.done)
}

// goodRegistered is given to something that may run handlers one by one.
func (s *server) goodRegistered(w http.ResponseWriter, r *http.Request) {
	s.hits = 0 // ok: see above
}

var total int

// BadTotal counts without a lock.
func BadTotal(w http.ResponseWriter, r *http.Request) {
	total++ // want `variable total is written here and written on line \d+ by another goroutine`
}

type request struct{ n int }

func (q *request) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q.n++ // ok: there is one for each request
}

func serve(w http.ResponseWriter, r *http.Request) {
	q := &request{}
	q.ServeHTTP(w, r)
}

type session struct{ n int }

func newSession() *session { return &session{} }

func (s *session) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.n++ // ok: likewise
}

func serveSession(w http.ResponseWriter, r *http.Request) {
	newSession().ServeHTTP(w, r)
}

func use(s *server, register func(string, http.HandlerFunc)) {
	register("/reset", s.goodRegistered)
	http.HandleFunc("/hits", s.badHits)
	http.HandleFunc("/seen", s.badSeen)
	http.HandleFunc("/names", s.goodNames)
	http.HandleFunc("/callback", s.goodCallback)
	http.HandleFunc("/total", BadTotal)
	http.HandleFunc("/serve", serve)
	http.HandleFunc("/session", serveSession)
}
