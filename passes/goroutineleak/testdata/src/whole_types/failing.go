package whole_types

import "sync"

// A goodPull has nothing left running if its constructor fails.
type goodPull struct {
	mu   sync.Mutex
	done chan struct{}
}

func NewGoodPull(get func() error) (*goodPull, error) {
	if err := pull(get); err != nil {
		return nil, err
	}
	p := &goodPull{done: make(chan struct{})}
	go p.run()
	return p, nil
}

func pull(get func() error) error {
	quit, failed := make(chan struct{}), make(chan error, 1)
	defer close(quit)
	go func() {
		<-quit // ok: closed in any case
		get()
	}()
	if err := get(); err != nil {
		select {
		case other := <-failed:
			return other
		default:
			return err
		}
	}
	return nil
}

func (p *goodPull) run() { <-p.done }

func (p *goodPull) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.done)
}
