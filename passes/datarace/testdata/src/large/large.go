// Package large has types that do too much to follow all of it.
package large

import (
	"context"
	"net"
	"sync"
)

type server struct {
	mu       sync.Mutex
	listener net.Listener
	sum      int
	stopped  bool
}

func NewServer(l net.Listener) *server {
	s := &server{listener: l}
	go s.listen()
	return s
}

func prepare() { measure() }

// measure has 40,320 outcomes, which are all different later.
func measure() {
	results := make(chan int, 1)
	go func() { results <- 1 }()
	go func() { results <- 2 }()
	go func() { results <- 3 }()
	go func() { results <- 4 }()
	go func() { results <- 5 }()
	go func() { results <- 6 }()
	go func() { results <- 7 }()
	go func() { results <- 8 }()
	a, b, c, d := <-results, <-results, <-results, <-results
	e, f, g, h := <-results, <-results, <-results, <-results
	if a < b && c < d && e < f && g < h {
		results <- 9
	}
}

func (s *server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	s.listener.Close()
}

func (s *server) Sum() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sum
}

func (s *server) listen() {
	prepared := make(chan struct{})
	go func() {
		prepare()
		close(prepared)
	}()
	<-prepared
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if s.stopped { // want `variable s.stopped is read here without s.mu, which another goroutine holds where it is written on line \d+`
				return
			}
			continue
		}
		conn.Close()
		s.mu.Lock()
		s.sum++ // ok: locked in Sum, too
		s.mu.Unlock()
	}
}

// goodPairs counts two goroutines for each round: only afterwards it looks.
func goodPairs(ctx context.Context) int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	n := 0
	wg.Add(6)
	for range 3 {
		go func() {
			defer wg.Done()
			for {
				select {
				case <-ctx.Done():
					return
				default:
					mu.Lock()
					n++
					mu.Unlock()
				}
			}
		}()
		go func() {
			defer wg.Done()
			for {
				select {
				case <-ctx.Done():
					return
				default:
					mu.Lock()
					n--
					mu.Unlock()
				}
			}
		}()
	}
	wg.Wait()
	return n // ok
}
