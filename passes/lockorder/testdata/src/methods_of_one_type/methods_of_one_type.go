// Package methods_of_one_type has types with two locks, which their methods take
// in different orders.
package methods_of_one_type

import "sync"

// A broker locks in opposite orders in two methods, which different goroutines
// may call.
type broker struct {
	subsMu sync.Mutex
	subs   map[string][]chan string
	statMu sync.Mutex
	sent   map[string]int
}

func (b *broker) badPublish(topic, text string) {
	b.subsMu.Lock()
	defer b.subsMu.Unlock()
	b.statMu.Lock() // want `b\.statMu is locked while b\.subsMu is held; on line 27 they are locked in the opposite order`
	b.sent[topic]++
	b.statMu.Unlock()
}

func (b *broker) badReport(topic string) (sent, subs int) {
	b.statMu.Lock()
	defer b.statMu.Unlock()
	b.subsMu.Lock()
	defer b.subsMu.Unlock()
	return b.sent[topic], len(b.subs[topic])
}

// A hub has the locks of a broker, and takes them in one order.
type hub struct {
	subsMu sync.Mutex
	subs   map[string][]chan string
	statMu sync.Mutex
	sent   map[string]int
}

func (h *hub) goodPublish(topic, text string) {
	h.subsMu.Lock()
	defer h.subsMu.Unlock()
	h.statMu.Lock()
	h.sent[topic]++
	h.statMu.Unlock()
}

func (h *hub) goodReport(topic string) (sent, subs int) {
	h.subsMu.Lock()
	defer h.subsMu.Unlock()
	h.statMu.Lock() // ok: after subsMu, as in goodPublish
	defer h.statMu.Unlock()
	return h.sent[topic], len(h.subs[topic])
}

// A View takes one of the locks to read only, which makes no difference. Its
// callers are in other packages.
type View struct {
	layout sync.RWMutex
	paint  sync.Mutex
	width  int
	dirty  bool
}

func (v *View) badResize(w int) {
	v.layout.Lock()
	v.width = w
	v.paint.Lock() // want `v\.paint is locked while v\.layout is held; on line 77 they are locked in the opposite order`
	v.dirty = true
	v.paint.Unlock()
	v.layout.Unlock()
}

func (v *View) badDraw() int {
	v.paint.Lock()
	defer v.paint.Unlock()
	v.layout.RLock()
	defer v.layout.RUnlock()
	v.dirty = false
	return v.width
}

// Resize is for any goroutine.
func Resize(v *View, w int) { v.badResize(w) }

// Draw is for any goroutine.
func Draw(v *View) int { return v.badDraw() }

// A mailbox has the opposite order on an error path only.
type mailbox struct {
	in, out sync.Mutex
	n       int
}

func (m *mailbox) badForward(send func() error) error {
	m.in.Lock()
	defer m.in.Unlock()
	m.out.Lock() // want `m\.out is locked while m\.in is held; on line 108 they are locked in the opposite order`
	defer m.out.Unlock()
	m.n--
	return send()
}

func (m *mailbox) badSend(send func() error) error {
	m.out.Lock()
	err := send()
	if err != nil {
		m.in.Lock()
		m.n++
		m.in.Unlock()
	}
	m.out.Unlock()
	return err
}

// A log has both methods in one order.
type log struct {
	headMu, tailMu sync.Mutex
	head, tail     int
}

func (l *log) goodAppend() {
	l.headMu.Lock()
	defer l.headMu.Unlock()
	l.tailMu.Lock() // ok: always after headMu
	defer l.tailMu.Unlock()
	l.tail++
}

func (l *log) goodLen() int {
	l.headMu.Lock()
	l.tailMu.Lock() // ok: always after headMu
	n := l.tail - l.head
	l.headMu.Unlock() // the order of Unlock does not matter
	l.tailMu.Unlock()
	return n
}

func (l *log) goodTruncate() {
	l.tailMu.Lock()
	n := l.tail
	l.tailMu.Unlock()
	l.headMu.Lock() // ok: tailMu is released
	l.head = n
	l.headMu.Unlock()
}

// goodBack gets tailMu back after headMu, not before.
func (l *log) goodBack() {
	l.tailMu.Lock()
	if l.tail == 0 {
		l.tailMu.Unlock()
		l.headMu.Lock() // ok: tailMu is released
		l.tailMu.Lock()
		l.head = 0
		l.headMu.Unlock()
	}
	l.tail++
	l.tailMu.Unlock()
}
