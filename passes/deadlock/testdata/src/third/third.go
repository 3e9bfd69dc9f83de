// Package third calls methods of an interface of one package that types of another
// implement.
package third

import (
	"third/conn"
	"third/fake"
)

type maker struct{ f *fake.Factory }

func (m *maker) make() (c conn.Conn, err error) {
	defer func() {
		if c != nil {
			c.Connect()
		}
	}()
	return m.f.Make()
}

func (m *maker) makeOnly() (c conn.Conn, err error) {
	return m.f.Make()
}

func goodConnected() {
	m := &maker{&fake.Factory{Made: make(chan *fake.Conn, 10)}}
	c, err := m.make()
	if err != nil {
		return
	}
	c.(*fake.Conn).Update() // ok: make connects it
}

func badNeverConnected() {
	m := &maker{&fake.Factory{Made: make(chan *fake.Conn, 10)}}
	c, err := m.makeOnly()
	if err != nil {
		return
	}
	c.(*fake.Conn).Update() // want `Update blocks forever \(what it waits for never happens\)`
}
