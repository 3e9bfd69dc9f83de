// Package state keeps sessions.
package state

import (
	"kept_elsewhere/lru"
	"kept_elsewhere/session"
)

type State struct {
	sessions *lru.LRU[string, *session.Session]
}

func New() *State { return &State{lru.New[string, *session.Session]()} }

func (s *State) Put(id string, x *session.Session) { s.sessions.Add(id, x) }

func (s *State) Get(id string) (*session.Session, bool) { return s.sessions.Get(id) }
