// Package whole_types has types whose goroutines use channels that nobody else gets to know.
package whole_types

type BadPool struct {
	quit chan struct{}
	ask  func(chan<- error)
}

func NewBadPool() *BadPool {
	p := &BadPool{quit: make(chan struct{}), ask: func(errs chan<- error) { errs <- nil }}
	go func() { <-p.quit }()
	return p
}

func (p *BadPool) Close() error {
	close(p.quit)
	errs := make(chan error)
	for range 2 {
		go func() {
			p.ask(errs) // want `goroutine blocks forever sending to errs`
		}()
	}
	return <-errs
}

type GoodPool struct {
	quit chan struct{}
	ask  func(chan<- error)
}

func NewGoodPool() *GoodPool {
	p := &GoodPool{quit: make(chan struct{}), ask: func(errs chan<- error) { errs <- nil }}
	go func() { <-p.quit }()
	return p
}

func (p *GoodPool) Close() error {
	close(p.quit)
	errs := make(chan error)
	for range 2 {
		go func() { p.ask(errs) }()
	}
	if err := <-errs; err != nil {
		<-errs
		return err
	}
	return <-errs
}

// GoodWatcher has a goroutine that the caller may still answer.
type GoodWatcher struct{ changes chan string }

func NewGoodWatcher(next func() string) *GoodWatcher {
	w := &GoodWatcher{changes: make(chan string)}
	go func() { w.changes <- next() }()
	return w
}

func (w *GoodWatcher) Changes() <-chan string { return w.changes }

func (w *GoodWatcher) Close() {}
