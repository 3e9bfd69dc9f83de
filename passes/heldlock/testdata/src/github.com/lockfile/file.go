// Package lockfile has locks that know how they are taken.
package lockfile

import (
	"errors"
	"sync"
)

// A File is locked for reading or for writing.
type File struct {
	rw     sync.RWMutex
	state  sync.Mutex
	read   bool
	locked bool
	count  int
}

var (
	mu    sync.Mutex
	files map[string]*File
)

func Open(name string) (*File, error) {
	mu.Lock()
	defer mu.Unlock()
	if f, ok := files[name]; ok {
		return f, nil
	}
	f := &File{}
	files[name] = f
	return f, nil
}

func (f *File) Lock()  { f.lock(false) }
func (f *File) RLock() { f.lock(true) }

func (f *File) lock(read bool) {
	if read {
		f.rw.RLock()
	} else {
		f.rw.Lock()
	}
	f.state.Lock()
	defer f.state.Unlock()
	if f.count == 0 { // else whoever holds it has the same mode
		f.read, f.locked = read, true
	}
	f.count++
}

func (f *File) Unlock() {
	f.state.Lock()
	if !f.locked {
		panic("unlock of unlocked file")
	}
	f.count--
	if f.count == 0 {
		f.locked = false
	}
	if f.read {
		f.rw.RUnlock()
	} else {
		f.rw.Unlock()
	}
	f.state.Unlock()
}

func (f *File) Check() error {
	if !f.locked {
		return errors.New("not locked")
	}
	return nil
}
