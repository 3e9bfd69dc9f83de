package released_elsewhere

import (
	"sync"
	"testing"
)

type server struct {
	addr   string
	notify func()
}

func (s *server) serve() {
	if s.addr == "" {
		return
	}
	s.notify()
}

// TestStarted waits for the server by a lock, which the server releases.
func TestStarted(t *testing.T) {
	var started sync.Mutex
	s := &server{addr: address(), notify: started.Unlock}
	started.Lock()
	go s.serve()
	started.Lock()
}

// TestNeverStarted forgets to start it.
func TestNeverStarted(t *testing.T) {
	var started sync.Mutex
	s := &server{addr: address(), notify: started.Unlock}
	started.Lock()
	if s.addr != "" {
		t.Log("starting")
	}
	started.Lock() // want `started.Lock blocks forever: this goroutine already holds started, locked on line 33`
}

var address func() string
