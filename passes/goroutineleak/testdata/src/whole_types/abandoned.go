package whole_types

import "context"

type ask struct{ reply chan int }

// A Teller answers in a goroutine of its own.
type Teller struct {
	asks chan ask
	quit chan struct{}
}

func NewTeller() *Teller {
	t := &Teller{asks: make(chan ask), quit: make(chan struct{})}
	go t.tell()
	return t
}

func (t *Teller) tell() {
	n := 0
	for {
		select {
		case a := <-t.asks:
			n++
			a.reply <- n // want `goroutine blocks forever sending to a.reply \(caller returns on line \d+ without receiving\)`
		case <-t.quit:
			return
		}
	}
}

// Ask gives up when the context ends, but the answer may be under way.
func (t *Teller) Ask(ctx context.Context) (int, error) {
	a := ask{make(chan int)}
	select {
	case t.asks <- a:
	case <-t.quit:
		return 0, context.Canceled
	}
	select {
	case n := <-a.reply:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (t *Teller) Close() { close(t.quit) }

// A GoodTeller has room for the answer, or is told that nobody waits for it.
type GoodTeller struct {
	asks chan ask
	gone chan struct{}
	quit chan struct{}
}

func NewGoodTeller() *GoodTeller {
	t := &GoodTeller{asks: make(chan ask), gone: make(chan struct{}), quit: make(chan struct{})}
	go t.tell()
	return t
}

func (t *GoodTeller) tell() {
	n := 0
	for {
		select {
		case a := <-t.asks:
			n++
			if cap(a.reply) > 0 {
				a.reply <- n // ok: there is room
				continue
			}
			select {
			case a.reply <- n: // ok: or nobody waits
			case <-t.gone:
			}
		case <-t.gone:
		case <-t.quit:
			return
		}
	}
}

func (t *GoodTeller) Ask(ctx context.Context) (int, error) {
	a := ask{make(chan int, 1)}
	select {
	case t.asks <- a:
	case <-t.quit:
		return 0, context.Canceled
	}
	select {
	case n := <-a.reply:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (t *GoodTeller) Wait(ctx context.Context) int {
	a := ask{make(chan int)}
	select {
	case t.asks <- a:
		return <-a.reply
	case <-t.quit:
		return 0
	}
}

func (t *GoodTeller) Close() { close(t.quit) }

type subscription struct{ exit, events chan int }

func (s *subscription) Cancel() { s.exit <- 0 }

func (s *subscription) Next() int { return <-s.events }

// A Hub gives its subscribers what they have to do with.
type Hub struct{ subs chan *subscription }

func NewHub() *Hub {
	h := &Hub{subs: make(chan *subscription)}
	go h.run()
	return h
}

func (h *Hub) run() {
	for s := range h.subs {
		s.events <- 1 // ok: whoever has subscribed receives it
	}
}

func (h *Hub) Subscribe() *subscription {
	s := &subscription{exit: make(chan int, 1), events: make(chan int)}
	h.subs <- s
	go func() {
		<-s.exit // ok: whoever has subscribed may cancel
	}()
	return s
}

func (h *Hub) Close() { close(h.subs) }
