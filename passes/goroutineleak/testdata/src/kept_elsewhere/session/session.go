// Package session waits for a verdict.
package session

type Session struct{ verdict chan bool }

func New() *Session { return &Session{make(chan bool)} }

func (s *Session) Finish(ok bool) {
	s.verdict <- ok
	close(s.verdict)
}

func (s *Session) Wait() <-chan bool { return s.verdict }
