// Package logging has a logger that can be told to end whoever logs.
package logging

import (
	"fmt"
	"io"
	"runtime"
	"sync"
)

type action int

const (
	thenNothing action = iota
	thenGoexit
)

type entry struct {
	out     io.Writer
	message string
	should  action
	dirty   bool
}

var entries = sync.Pool{New: func() any { return &entry{} }}

// Core decides what is logged.
type Core interface {
	Check(e *entry) *entry
}

type Logger struct {
	out  io.Writer
	core Core
}

func New(out io.Writer, core Core) *Logger { return &Logger{out, core} }

func (l *Logger) check(message string) *entry {
	e := entries.Get().(*entry)
	e.out, e.message, e.should, e.dirty = l.out, message, thenNothing, false
	return l.core.Check(e)
}

func (e *entry) write() {
	if e == nil {
		return
	}
	if e.dirty {
		fmt.Fprintln(e.out, "unsafe write")
		return
	}
	e.dirty = true
	fmt.Fprintln(e.out, e.message)
	should := e.should
	entries.Put(e)
	switch should {
	case thenGoexit:
		runtime.Goexit()
	}
}

func (l *Logger) Info(message string) {
	if e := l.check(message); e != nil {
		e.write()
	}
}
