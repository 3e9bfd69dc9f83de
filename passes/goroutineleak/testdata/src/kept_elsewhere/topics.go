package kept_elsewhere

import "sync"

type event struct{ n int }

type handler struct {
	events   chan event
	aborting chan struct{}
	wg       sync.WaitGroup
	x        any
}

func newHandler(n int) *handler {
	h := &handler{events: make(chan event, n), aborting: make(chan struct{})}
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		h.run()
	}()
	return h
}

func (h *handler) run() {
	for {
		select {
		case _, ok := <-h.events:
			if !ok {
				return
			}
		case <-h.aborting:
			return
		}
	}
}

func (h *handler) Close() { close(h.events); h.wg.Wait() }

type topic struct {
	mu       sync.Mutex
	handlers []*handler
}

func (h *handler) Equal(x any) bool { return h.x == x }

func (t *topic) add(x any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, cur := range t.handlers {
		if cur.Equal(x) {
			return
		}
	}
	h := newHandler(4)
	t.handlers = append(t.handlers, h)
}

func (t *topic) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, h := range t.handlers {
		h.Close()
	}
}

type Topics struct {
	mu     sync.RWMutex
	topics map[string]*topic
}

func (s *Topics) Register(name string, x any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.topics[name]
	if !ok {
		t = &topic{}
		s.topics[name] = t
	}
	t.add(x)
}

func (s *Topics) Delete(name string) {
	s.mu.Lock()
	t := s.topics[name]
	delete(s.topics, name)
	s.mu.Unlock()
	if t != nil {
		t.close()
	}
}

func (s *Topics) badForget() {
	h := &handler{events: make(chan event), aborting: make(chan struct{})}
	go func() {
		select { // want `goroutine blocks forever in select`
		case <-h.events:
		case <-h.aborting:
		}
	}()
}
