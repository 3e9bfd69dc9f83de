// Package select_timer closes a channel in a loop that also waits for it.
package select_timer

import "time"

type watcher struct {
	closed chan struct{}
	list   func() error
}

func (w *watcher) refresh() {
	if err := w.list(); err != nil {
		close(w.closed) // ok: the loop finds that before the next timer
	}
}

func goodStart(list func() error) {
	w := &watcher{make(chan struct{}), list}
	go func() {
		for {
			select {
			case <-w.closed:
				return
			case <-time.After(5 * time.Second):
				w.refresh()
			}
		}
	}()
}

type poller struct {
	closed chan struct{}
	list   func() error
}

func (p *poller) refresh() {
	if err := p.list(); err != nil {
		close(p.closed) // want `close of closed channel p.closed`
	}
}

func badStart(list func() error) {
	p := &poller{make(chan struct{}), list}
	go func() {
		for range time.Tick(5 * time.Second) {
			p.refresh()
		}
	}()
}
