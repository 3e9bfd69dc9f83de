// Package heights writes a log up to some height.
package heights

import (
	"encoding/json"
	"io"
)

type end struct{ height int64 }

// A log tells when it has come to the height.
type log struct {
	enc     *json.Encoder
	stopped bool
	last    int64
	reached chan struct{}
}

func (l *log) write(m any) {
	if l.stopped {
		return
	}
	if e, ok := m.(end); ok {
		if e.height == l.last {
			l.reached <- struct{}{} // ok: nobody asks for no blocks at all
			l.stopped = true
			return
		}
	}
	l.enc.Encode(m)
}

func Generate(w io.Writer, blocks int, start func(*log)) {
	reached := make(chan struct{})
	l := &log{enc: json.NewEncoder(w), last: int64(blocks), reached: reached}
	l.write(end{0})
	start(l)
	<-reached
}

// Verbose tells at once.
func Verbose(w io.Writer, blocks int, start func(*log)) {
	reached := make(chan struct{})
	l := &log{enc: json.NewEncoder(w), last: int64(blocks), reached: reached}
	if blocks > 1 {
		l.reached <- struct{}{} // want `send to l\.reached blocks forever`
	}
	start(l)
	<-reached
}
