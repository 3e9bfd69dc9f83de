// Package closed_by_method closes and sends through methods of one type.
package closed_by_method

type queue struct {
	items chan int
}

func newQueue() *queue {
	return &queue{items: make(chan int, 4)}
}

func (q *queue) put(v int) {
	q.items <- v // want `send on closed channel q\.items \(closed on line 17\)`
}

func (q *queue) close() {
	close(q.items)
}

func badPutAfterClose() {
	q := newQueue()
	q.put(1)
	q.close()
	q.put(2)
}

type box struct {
	ch chan int
}

func badField() {
	var b box
	b.ch = make(chan int, 1)
	close(b.ch)
	b.ch <- 1 // want `send on closed channel b\.ch \(closed on line 34\)`
}

type mailbox struct {
	letters chan string
}

func (m *mailbox) post(s string) {
	m.letters <- s // ok: the mailboxes of this package are closed last
}

func (m *mailbox) seal() {
	close(m.letters)
}

func goodSealLast() string {
	m := &mailbox{letters: make(chan string, 2)}
	m.post("a")
	m.post("b")
	m.seal()
	return <-m.letters + <-m.letters
}

func goodTwoBoxes() int {
	old := box{ch: make(chan int, 1)}
	fresh := box{ch: make(chan int, 1)}
	close(old.ch)
	fresh.ch <- 1 // ok: the channel of another box was closed
	return <-fresh.ch
}

func goodReopened() int {
	b := box{ch: make(chan int, 1)}
	close(b.ch)
	b.ch = make(chan int, 1)
	b.ch <- 1 // ok: the field holds a new channel
	return <-b.ch
}
