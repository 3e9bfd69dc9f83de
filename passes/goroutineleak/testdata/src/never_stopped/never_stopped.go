// Package never_stopped has types that run a goroutine until a method stops
// it.
package never_stopped

type poller struct {
	updates chan int
	quit    chan struct{}
}

func newPoller() *poller {
	p := &poller{updates: make(chan int), quit: make(chan struct{})}
	go p.loop()
	return p
}

func (p *poller) loop() {
	for i := 0; ; i++ {
		select { // want `goroutine blocks forever in select`
		case p.updates <- i:
		case <-p.quit:
			return
		}
	}
}

func (p *poller) stop() {
	close(p.quit)
}

func badNeverStopped() int {
	p := newPoller()
	return <-p.updates
}

func badStoppedOnOnePath(enough func(int) bool) int {
	p := newPoller()
	v := <-p.updates
	if enough(v) {
		return v
	}
	p.stop()
	return -1
}

type watcher struct {
	events chan int
	quit   chan struct{}
}

func newWatcher() *watcher {
	w := &watcher{events: make(chan int), quit: make(chan struct{})}
	go w.loop()
	return w
}

func (w *watcher) loop() {
	for i := 0; ; i++ {
		select {
		case w.events <- i: // ok: the watchers of this package are stopped
		case <-w.quit:
			return
		}
	}
}

func (w *watcher) stop() {
	close(w.quit)
}

func goodStopped(enough func(int) bool) int {
	w := newWatcher()
	defer w.stop()
	v := <-w.events
	if enough(v) {
		return v
	}
	return -1
}

func goodHandedOut() *watcher {
	return newWatcher() // ok: the caller can stop it
}
