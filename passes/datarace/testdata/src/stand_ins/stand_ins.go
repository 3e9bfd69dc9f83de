// Package stand_ins has a stand-in for tests, and the same for all to use.
package stand_ins

import "sync"

type message struct{ from, text string }

type socket struct{ in chan message }

type commMock struct {
	id        string
	members   map[string]*socket
	acceptors []func(message)
	stop      chan struct{}
	wg        sync.WaitGroup
}

func NewCommMock(id string, members map[string]*socket) *commMock {
	m := &commMock{id: id, members: members, stop: make(chan struct{})}
	m.wg.Add(1)
	go m.start()
	return m
}

func (m *commMock) start() {
	defer m.wg.Done()
	for {
		select {
		case <-m.stop:
			return
		case msg := <-m.members[m.id].in:
			for _, accept := range m.acceptors {
				accept(msg)
			}
		}
	}
}

func (m *commMock) Accept(f func(message)) {
	m.acceptors = append(m.acceptors, f) // ok: the test has not sent anything yet
}

func (m *commMock) Stop() {
	close(m.stop)
	m.wg.Wait()
}

type comm struct {
	id        string
	members   map[string]*socket
	acceptors []func(message)
	stop      chan struct{}
	wg        sync.WaitGroup
}

func NewComm(id string, members map[string]*socket) *comm {
	m := &comm{id: id, members: members, stop: make(chan struct{})}
	m.wg.Add(1)
	go m.start()
	return m
}

func (m *comm) start() {
	defer m.wg.Done()
	for {
		select {
		case <-m.stop:
			return
		case msg := <-m.members[m.id].in:
			for _, accept := range m.acceptors {
				accept(msg)
			}
		}
	}
}

func (m *comm) Accept(f func(message)) {
	m.acceptors = append(m.acceptors, f) // want `variable m\.acceptors is written here and read on line 70 by another goroutine without synchronisation`
}

func (m *comm) Stop() {
	close(m.stop)
	m.wg.Wait()
}
