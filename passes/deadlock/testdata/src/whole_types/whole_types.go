package whole_types

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// badPool waits for its goroutine with the lock that this needs.
type badPool struct {
	mu     sync.Mutex
	wg     sync.WaitGroup
	cancel context.CancelFunc
	items  []int
}

func newBadPool() *badPool {
	ctx, cancel := context.WithCancel(context.Background())
	p := &badPool{cancel: cancel}
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				p.kick()
			case <-ctx.Done():
				return
			}
		}
	}()
	return p
}

func (p *badPool) kick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.items = p.items[:0]
}

func (p *badPool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel()
	p.wg.Wait() // want `p.wg.Wait blocks forever`
	p.items = nil
}

// goodPool lets go of the lock first.
type goodPool struct {
	mu    sync.Mutex
	wg    sync.WaitGroup
	quit  chan struct{}
	items []int
}

func newGoodPool() *goodPool {
	p := &goodPool{quit: make(chan struct{})}
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				p.kick()
			case <-p.quit:
				return
			}
		}
	}()
	return p
}

func (p *goodPool) kick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.items = p.items[:0]
}

func (p *goodPool) Close() {
	close(p.quit)
	p.wg.Wait() // ok: the goroutine can get the lock
	p.mu.Lock()
	p.items = nil
	p.mu.Unlock()
}

// goodServer waits in Stop for Serve, which a caller has to call.
type goodServer struct {
	done chan struct{}
	quit chan struct{}
}

func NewServer() *goodServer {
	s := &goodServer{done: make(chan struct{}), quit: make(chan struct{})}
	go func() { <-s.quit }()
	return s
}

func (s *goodServer) Serve() {
	<-s.quit
	close(s.done)
}

func (s *goodServer) Stop() {
	close(s.quit)
	<-s.done // ok: closed by Serve
}

// badSubscription asks its goroutine to stop, which may have ended by itself.
type badSubscription struct {
	unsub chan struct{}
	err   chan error
}

func subscribe(wait func() error) *badSubscription {
	s := &badSubscription{unsub: make(chan struct{}), err: make(chan error)}
	go s.loop(wait)
	return s
}

func (s *badSubscription) loop(wait func() error) {
	defer close(s.err)
	for wait() == nil {
		select {
		case <-s.unsub:
			return
		default:
		}
	}
}

func (s *badSubscription) Unsubscribe() {
	s.unsub <- struct{}{} // want `send to s.unsub blocks forever`
	<-s.err
}

// goodSubscription looks for that, too.
type goodSubscription struct {
	unsub chan struct{}
	err   chan error
}

func goodSubscribe(wait func() error) *goodSubscription {
	s := &goodSubscription{unsub: make(chan struct{}), err: make(chan error)}
	go s.loop(wait)
	return s
}

func (s *goodSubscription) loop(wait func() error) {
	defer close(s.err)
	for wait() == nil {
		select {
		case <-s.unsub:
			return
		default:
		}
	}
}

func (s *goodSubscription) Unsubscribe() {
	select {
	case s.unsub <- struct{}{}:
		<-s.err
	case <-s.err: // ok: closed when the goroutine ends
	}
}

// A goodLoop runs tasks one after the other. Nothing is ever sent on done: to receive
// from it means that it is closed.
type goodLoop struct {
	tasks chan goodTask
	done  chan struct{}
}

type goodTask struct {
	run  func()
	done chan struct{}
}

var errStopped = errors.New("stopped")

func newGoodLoop() *goodLoop {
	l := &goodLoop{tasks: make(chan goodTask), done: make(chan struct{})}
	go l.loop()
	return l
}

func (l *goodLoop) loop() {
	for {
		select {
		case <-l.done:
			return
		case t := <-l.tasks:
			t.run()
			close(t.done)
		}
	}
}

func (l *goodLoop) Stop() { close(l.done) }

func (l *goodLoop) Err() error {
	select {
	case <-l.done:
		return errStopped
	default:
		return nil
	}
}

func (l *goodLoop) Run(run func()) error {
	t := goodTask{run, make(chan struct{})}
	select {
	case <-l.done:
		return l.Err()
	case l.tasks <- t:
		<-t.done
		return nil
	}
}

type goodAgent struct {
	loop *goodLoop
	name string
}

func (a *goodAgent) Name() (name string, err error) {
	got := make(chan struct{})
	err = a.loop.Run(func() {
		name = a.name
		close(got)
	})
	if err == nil {
		<-got // ok: the function has run
	}
	return name, err
}

// A goodLimiter has a positive rate, or it would be of no use.
type goodLimiter struct {
	rate int
	c    chan bool
	stop chan struct{}
}

func newGoodLimiter(rate int, every time.Duration) *goodLimiter {
	l := &goodLimiter{rate: rate, c: make(chan bool), stop: make(chan struct{})}
	go l.refill(every)
	return l
}

func (l *goodLimiter) refill(every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	n := 0
	for {
		select {
		case <-l.stop:
			return
		case <-tick.C:
			n = 0
		default:
			if n < l.rate {
				select {
				case l.c <- true:
					n++
				case <-l.stop:
					return
				}
			}
		}
	}
}

func goodLimited(rate int, do func()) {
	l := newGoodLimiter(rate, time.Second)
	defer close(l.stop)
	<-l.c // ok
	do()
}

// A goodTransport is served by the handler that makes it.
type goodTransport struct {
	mu       sync.Mutex
	messages chan []byte
	stop     chan struct{}
	stopped  chan struct{}
}

func newGoodTransport() *goodTransport {
	return &goodTransport{messages: make(chan []byte), stop: make(chan struct{}), stopped: make(chan struct{})}
}

func (t *goodTransport) Write(m []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case t.messages <- m:
	case <-t.stopped:
	}
}

func (t *goodTransport) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.stop)
	<-t.stopped // ok: the handler closes it
}

func goodHandler(connect func(*goodTransport) error, write func([]byte)) {
	t := newGoodTransport()
	defer close(t.stopped)
	if connect(t) != nil {
		return
	}
	for {
		select {
		case <-t.stop:
			return
		case m := <-t.messages:
			write(m)
		}
	}
}

// A badSessions stops the guard with the lock that the guard needs.
type badSessions struct {
	mu      sync.Mutex
	running bool
	ticker  *time.Ticker
	done    chan bool
}

func newBadSessions() *badSessions { return &badSessions{done: make(chan bool)} }

func (s *badSessions) StartGuard() {
	s.mu.Lock()
	s.running = true
	s.ticker = time.NewTicker(time.Minute)
	s.mu.Unlock()
	go func() {
		for {
			select {
			case <-s.done:
				return
			case <-s.ticker.C:
				s.expire()
			}
		}
	}()
}

func (s *badSessions) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
}

func (s *badSessions) StopGuard() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.running = false
		s.done <- true // want `send to s.done blocks forever`
	}
}

// A Pinger is told twice to end, and listens once.
type Pinger struct {
	quit chan struct{}
	tick *time.Ticker
}

func NewPinger() *Pinger {
	p := &Pinger{quit: make(chan struct{}), tick: time.NewTicker(time.Second)}
	go p.ping()
	return p
}

func (p *Pinger) ping() {
	for {
		select {
		case <-p.quit:
			return
		case <-p.tick.C:
		}
	}
}

func (p *Pinger) Close() {
	p.quit <- struct{}{}
	p.tick.Stop()
	p.quit <- struct{}{} // want `send to p.quit blocks forever \(nobody receives from it\)`
}

// goodTokens takes back what it has given: nobody gives it more than it had.
type goodTokens struct {
	free   chan int
	mu     sync.Mutex
	closed bool
}

func newGoodTokens(n int) *goodTokens {
	p := &goodTokens{free: make(chan int, n)}
	for i := range n {
		p.free <- i
	}
	return p
}

func (p *goodTokens) Take() int { return <-p.free }

func (p *goodTokens) Return(i int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.free <- i
	}
}

func (p *goodTokens) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.closed = true
	close(p.free)
}

// A goodStream ends when it has been served, which callers have to begin.
type goodStream struct {
	w      io.Writer
	once   sync.Once
	closed chan struct{}
	ended  chan struct{}
}

func NewGoodStream(w io.Writer) *goodStream {
	return &goodStream{w: w, closed: make(chan struct{}), ended: make(chan struct{})}
}

func (s *goodStream) Serve(values <-chan []byte) {
	s.w.Write(nil)
	go func() {
		defer s.done()
		for {
			select {
			case v := <-values:
				if _, err := s.w.Write(v); err != nil {
					return
				}
			case <-s.closed:
				return
			}
		}
	}()
}

func (s *goodStream) Wait() { <-s.ended }

func (s *goodStream) done() {
	close(s.ended)
	s.Close()
}

func (s *goodStream) Close() {
	s.once.Do(func() { // ok
		close(s.closed)
		s.Wait() // ok: it is served
	})
}

func (s *goodStream) CloseWith(text string) {
	s.w.Write([]byte(text))
	s.Close()
}
