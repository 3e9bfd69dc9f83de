// Package gates has a lock that is taken at the start, and released when something is there.
package gates

import "sync"

type server struct {
	n    int
	done chan bool
}

func (s *server) run() int { <-s.done; return s.n }

func (s *server) stop() int { close(s.done); return 0 }

var (
	goodServer     *server
	goodServerLock = &sync.Mutex{}

	badServer     *server
	badServerLock = &sync.Mutex{}
)

func init() {
	goodServerLock.Lock()
}

// GoodServe sets the server, for whoever waits for the lock.
func GoodServe(n int) int {
	goodServer = &server{n: n, done: make(chan bool)}
	goodServerLock.Unlock()
	return goodServer.run()
}

// GoodClose waits until it is set.
func GoodClose() int {
	goodServerLock.Lock()
	return goodServer.stop()
}

func Serve(n int) int {
	badServer = &server{n: n, done: make(chan bool)} // want `variable badServer is written here without badServerLock, which another goroutine holds where it is read on line 51`
	badServerLock.Lock()
	badServerLock.Unlock()
	return badServer.run()
}

// Close does not wait for anything.
func Close() int {
	badServerLock.Lock()
	defer badServerLock.Unlock()
	return badServer.run()
}

func start() {
	go Serve(1)
	go Close()
}
