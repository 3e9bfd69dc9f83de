// Package importer read-locks a lock twice, which is reported here.
package importer

import "sync"

// An Importer takes one session at a time.
type Importer struct {
	sync.RWMutex
	status string
}

// A Session belongs to an importer.
type Session struct{ im *Importer }

// NewSession begins one.
func (im *Importer) NewSession() *Session { return &Session{im: im} }

func (im *Importer) setStatus(status string) {
	im.Lock()
	im.status = status
	im.Unlock()
}

func (im *Importer) getStatus() string {
	im.RLock() // want `im.RLock can block forever: this goroutine already holds a read lock of im, taken on line 32, and a writer waits on line 19`
	defer im.RUnlock()
	return im.status
}

func (im *Importer) isDone() bool {
	done := false
	im.RLock()
	if im.getStatus() == "done" {
		done = true
	}
	im.RUnlock()
	return done
}

// Start imports.
func (s *Session) Start() { s.im.setStatus("importing") }

// Load reads what is to be imported.
func (s *Session) Load() bool { return s.im.isDone() }
