package fenced

import (
	"time"

	"github.com/preserver"
)

// mock is read by a preserver, which waits for what it gets.
type mock struct {
	text  string
	ready chan error
}

func newMock() *mock { return &mock{ready: make(chan error)} }

func (m *mock) Read() (string, error) {
	err := <-m.ready
	return m.text, err
}

func goodMock() {
	m := newMock()
	p := preserver.New(m)
	send := func(text string) {
		m.text = text // ok: the preserver has read the one before
		select {
		case m.ready <- nil:
		case <-time.After(time.Second):
		}
	}
	go send("a")
	if _, err := p.Read(); err != nil {
		return
	}
	go send("b")
	if _, err := p.Read(); err != nil {
		return
	}
}

// badMock sends again before anybody has read.
func badMock() {
	m := newMock()
	p := preserver.New(m)
	send := func(text string) {
		m.text = text // want `variable m.text is written here and written on line \d+ by another goroutine`
		m.ready <- nil
	}
	go send("a")
	go send("b")
	p.Read()
}

func goodReadBack() {
	m := newMock()
	p := preserver.New(m)
	go func() {
		m.text = "a" // ok: the preserver has read it
		select {
		case m.ready <- nil:
		case <-time.After(time.Second):
		}
	}()
	if _, err := p.Read(); err == nil {
		println(m.text)
	}
}

// goodUnknown has its mock read by code that is not known.
func goodUnknown(wrap func(*mock) func() (string, error)) {
	m := newMock()
	read := wrap(m)
	send := func(text string) {
		m.text = text // ok: whoever reads has read the one before
		select {
		case m.ready <- nil:
		case <-time.After(time.Second):
		}
	}
	go send("a")
	if _, err := read(); err != nil {
		return
	}
	go send("b")
	if _, err := read(); err != nil {
		return
	}
}
