// Package begun has types that begin their work once.
package begun

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A goodScheduler is given to unknown options before it begins; what it sends on stop
// its own goroutine receives.
type goodScheduler struct {
	mu      sync.Mutex
	running bool
	stop    chan struct{}
	add     chan int
	entries []int
}

func NewGoodScheduler(options ...func(*goodScheduler)) *goodScheduler {
	s := &goodScheduler{stop: make(chan struct{}), add: make(chan int)}
	for _, o := range options {
		o(s)
	}
	return s
}

func (s *goodScheduler) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		return
	}
	s.running = true
	go s.run()
}

func (s *goodScheduler) run() {
	for _, n := range s.entries { // ok: only whoever finds that nothing runs changes them
		fmt.Println(n)
	}
	for {
		select {
		case n := <-s.add:
			s.entries = append(s.entries, n)
		case <-s.stop:
			return
		}
	}
}

func (s *goodScheduler) Schedule(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.add <- n
	} else {
		s.entries = append(s.entries, n)
	}
}

func (s *goodScheduler) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.stop <- struct{}{}
		s.running = false
	}
}

// A badScheduler adds while it runs, too.
type badScheduler struct {
	mu      sync.Mutex
	n       int
	stop    chan struct{}
	entries []int
}

func NewBadScheduler(options ...func(*badScheduler)) *badScheduler {
	s := &badScheduler{stop: make(chan struct{})}
	for _, o := range options {
		o(s)
	}
	return s
}

func (s *badScheduler) Start() { go s.run() }

func (s *badScheduler) run() {
	for _, n := range s.entries {
		fmt.Println(n)
	}
	<-s.stop
}

func (s *badScheduler) Schedule(n int) {
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
	s.entries = append(s.entries, n) // want `variable s.entries is written here and read on line \d+ by another goroutine`
}

func (s *badScheduler) Stop() { close(s.stop) }

// A goodClient is connected by whoever makes it; nobody connects it twice.
type goodClient struct {
	mu   sync.Mutex
	conn io.Reader
}

func newGoodClient(conn io.Reader) *goodClient {
	c := &goodClient{}
	c.Connect(conn)
	return c
}

func (c *goodClient) Connect(conn io.Reader) {
	c.conn = conn // ok: before the goroutine
	go c.input()
}

func (c *goodClient) input() {
	b := make([]byte, 8)
	c.conn.Read(b)
	c.mu.Lock()
	defer c.mu.Unlock()
}

func (c *goodClient) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
}

// A badPoller is told to stop by a variable without a lock.
type badPoller struct {
	stopped bool
	wg      sync.WaitGroup
}

func newBadPoller() *badPoller {
	p := &badPoller{}
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		for !p.stopped {
			time.Sleep(time.Second)
		}
	}()
	return p
}

func (p *badPoller) Stop() {
	p.stopped = true // want `variable p.stopped is written here and read on line \d+ by another goroutine`
	p.wg.Wait()
}

// A badSession expires; its state is asked for without the lock.
type badSession struct {
	mu    sync.Mutex
	state int
	timer *time.Timer
}

func newBadSession() *badSession {
	s := &badSession{}
	s.timer = time.AfterFunc(time.Second, s.expire)
	return s
}

func (s *badSession) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = 2
}

func (s *badSession) State() int {
	return s.state // want `variable s.state is read here without s.mu, which another goroutine holds`
}

func (s *badSession) Stop() { s.timer.Stop() }

// A goodServer is told its limit before it is started.
type goodServer struct {
	limit int
	quit  chan struct{}
}

func newGoodServer() *goodServer { return &goodServer{quit: make(chan struct{})} }

func (s *goodServer) SetLimit(n int) {
	s.limit = n // ok: callers know that it comes first
}

func (s *goodServer) Start() {
	go func() {
		fmt.Println(s.limit)
		<-s.quit
	}()
}

func (s *goodServer) Stop() { close(s.quit) }

// A goodProcess is told where to log, and which options it has, before it is started.
type goodProcess struct {
	log     io.Writer
	options map[string]int
	state   int
	quit    chan struct{}
}

func newGoodProcess() *goodProcess {
	return &goodProcess{quit: make(chan struct{}), options: map[string]int{}}
}

func (p *goodProcess) LogTo(w io.Writer) error {
	p.log = w // ok: callers know that it comes first
	return nil
}

func (p *goodProcess) Option(name string, n int) {
	p.options[name] = n // ok: likewise
}

// State is for while it runs.
func (p *goodProcess) State() int {
	return p.state
}

func (p *goodProcess) Start() {
	go func() {
		fmt.Fprintln(p.log, p.options["a"])
		p.state = 1 // want `variable p.state is written here and read on line \d+ by another goroutine`
		<-p.quit
	}()
}

func (p *goodProcess) Stop() { close(p.quit) }

// A BadWatch is made by its users.
type BadWatch struct {
	Every time.Duration
	last  int
	quit  chan struct{}
}

func (w *BadWatch) Start() {
	w.quit = make(chan struct{})
	go w.loop()
}

func (w *BadWatch) loop() {
	t := time.NewTicker(w.Every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			w.last++ // want `variable w.last is written here and read on line \d+ by another goroutine`
		case <-w.quit:
			return
		}
	}
}

func (w *BadWatch) Last() int { return w.last }

func (w *BadWatch) Stop() { close(w.quit) }

// A GoodWatch is, too.
type GoodWatch struct {
	Every time.Duration
	mu    sync.Mutex
	last  int
	quit  chan struct{}
}

func (w *GoodWatch) Start() {
	w.last = 1 // ok: before the goroutine
	w.quit = make(chan struct{})
	go w.loop()
}

func (w *GoodWatch) loop() {
	t := time.NewTicker(w.Every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			w.mu.Lock()
			w.last++
			w.mu.Unlock()
		case <-w.quit:
			return
		}
	}
}

func (w *GoodWatch) Last() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last // ok: locked
}

func (w *GoodWatch) SetEvery(d time.Duration) {
	w.Every = d // ok: callers know that it comes before Start
}

// Provision starts something of its own.
func (w *GoodWatch) Provision(ready chan int) {
	w.Every = time.Second // ok: likewise
	go func() { ready <- w.Last() }()
	<-ready
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = 2
}

func (w *GoodWatch) Stop() { close(w.quit) }

// A goodKeeper is not whole before Boot: Stop calls what only it sets.
type goodKeeper struct {
	mu    sync.Mutex
	done  chan struct{}
	store io.Closer
}

func NewGoodKeeper() *goodKeeper {
	s := &goodKeeper{done: make(chan struct{})}
	go s.wait()
	return s
}

func (s *goodKeeper) Boot(c io.Closer) {
	s.mu.Lock()
	s.store = c // ok
	s.mu.Unlock()
}

func (s *goodKeeper) wait() {
	<-s.done
	s.mu.Lock()
	fmt.Println(s.store)
	s.mu.Unlock()
}

func (s *goodKeeper) Stop() {
	s.mu.Lock()
	close(s.done)
	s.mu.Unlock()
	s.store.Close()
}

// A badKeeper has a store from the beginning; Swap sets another one.
type badKeeper struct {
	mu    sync.Mutex
	done  chan struct{}
	store io.Closer
}

func NewBadKeeper(c io.Closer) *badKeeper {
	s := &badKeeper{done: make(chan struct{}), store: c}
	go s.wait()
	return s
}

func (s *badKeeper) Swap(c io.Closer) {
	s.mu.Lock()
	s.store = c
	s.mu.Unlock()
}

func (s *badKeeper) wait() {
	<-s.done
	s.mu.Lock()
	fmt.Println(s.store)
	s.mu.Unlock()
}

func (s *badKeeper) Stop() {
	s.mu.Lock()
	close(s.done)
	s.mu.Unlock()
	s.store.Close() // want `variable s.store is read here without s.mu, which another goroutine holds where it is written on line \d+`
}

// A goodDumper is whole once Setup has made its channels.
type goodDumper struct {
	once   sync.Once
	queue  chan int
	done   chan struct{}
	remote string
}

func (d *goodDumper) Setup(remote string) {
	d.remote = remote // ok: whoever dials does this, before it returns the value
	d.queue = make(chan int, 8)
	d.done = make(chan struct{})
	go d.run()
}

func (d *goodDumper) run() {
	defer close(d.done)
	for n := range d.queue {
		fmt.Println(d.remote, n)
	}
}

func (d *goodDumper) Close() {
	d.once.Do(func() { close(d.queue) })
	<-d.done
}

func DialGoodDumper(remote string) *goodDumper {
	d := &goodDumper{}
	d.Setup(remote)
	return d
}

// A goodPump has its channel from Boot on.
type goodPump struct {
	mu    sync.Mutex
	queue chan int
	n     int
}

func NewGoodPump() *goodPump { return &goodPump{} }

func (p *goodPump) Boot() {
	p.mu.Lock()
	p.queue = make(chan int) // ok
	p.mu.Unlock()
	go p.run()
}

func (p *goodPump) run() {
	for n := range p.queue {
		p.mu.Lock()
		p.n += n
		p.mu.Unlock()
	}
}

func (p *goodPump) Close() {
	p.mu.Lock()
	p.n = 0
	p.mu.Unlock()
	close(p.queue)
}

// A goodUpload begins with the first of its methods, and callers take one or the other.
type goodUpload struct {
	begun bool
	done  chan struct{}
	err   error
	send  func() error
}

func NewGoodUpload(send func() error) *goodUpload {
	return &goodUpload{send: send, done: make(chan struct{})}
}

func (u *goodUpload) Upload() {
	u.begun = true
	u.begin()
}

func (u *goodUpload) begin() {
	go func() {
		u.err = u.send() // ok: the other one does not begin again
		close(u.done)
	}()
}

func (u *goodUpload) Close() error {
	if !u.begun {
		u.begin()
	}
	<-u.done
	return u.err
}

// A GoodRegistry inherits from another one by closing that and beginning itself.
type GoodRegistry struct {
	mu   sync.Mutex
	spec string
	done chan struct{}
}

func (r *GoodRegistry) Init(spec string) {
	r.spec = spec // ok
	r.done = make(chan struct{})
	go r.run()
}

func (r *GoodRegistry) Inherit(spec string, old *GoodRegistry) {
	old.Close()
	r.Init(spec)
}

func (r *GoodRegistry) run() {
	for {
		select {
		case <-r.done:
			return
		case <-time.After(time.Second):
			r.mu.Lock()
			fmt.Println(r.spec)
			r.mu.Unlock()
		}
	}
}

func (r *GoodRegistry) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.done)
}

// A goodContainer logs to a file until its process, which was made with it, has ended.
type goodContainer struct {
	process *process
	log     *int
}

type process struct{ writers sync.WaitGroup }

func (c *goodContainer) Start() *int {
	c.log = new(int)
	go func() {
		c.process.writers.Wait()
		c.log = nil // ok: the writers are done when the process is, which starts below
	}()
	return c.log
}

// A badContainer does not wait for its process.
type badContainer struct {
	process *process
	log     *int
}

func (c *badContainer) Start() *int {
	c.log = new(int)
	go func() {
		c.log = nil // want `variable c.log is written here and read on line \d+`
	}()
	return c.log
}

// A goodStream tells by done when there may be an error.
type goodStream struct {
	err  error
	done chan struct{}
}

func NewGoodStream(serve func() error) *goodStream {
	s := &goodStream{done: make(chan struct{})}
	go s.run(serve)
	return s
}

func (s *goodStream) run(serve func() error) {
	defer close(s.done)
	s.err = serve() // ok: whoever asks for the error has waited for the end
}

func (s *goodStream) Done() <-chan struct{} { return s.done }

func (s *goodStream) Err() error { return s.err }

func (s *goodStream) Close() error {
	<-s.done
	return nil
}

// A badStream does not say when it is done.
type badStream struct {
	err  error
	done chan struct{}
}

func NewBadStream(serve func() error) *badStream {
	s := &badStream{done: make(chan struct{})}
	go s.run(serve)
	return s
}

func (s *badStream) run(serve func() error) {
	defer close(s.done)
	s.err = serve() // want `variable s.err is written here and read on line \d+`
}

func (s *badStream) Err() error { return s.err }

func (s *badStream) Close() error {
	<-s.done
	return nil
}
