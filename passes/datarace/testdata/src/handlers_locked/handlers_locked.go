// Package handlers_locked lets its handlers run one by one.
package handlers_locked

import (
	"net/http"
	"sync"
)

type server struct {
	mu   sync.Mutex
	hits int
}

func (s *server) locked(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		h(w, r)
	}
}

func (s *server) hit(w http.ResponseWriter, r *http.Request) {
	s.hits++ // ok: locked holds the lock
}

func use(s *server) {
	http.HandleFunc("/hit", s.locked(s.hit))
	http.HandleFunc("/unlocked", s.hit)
}
