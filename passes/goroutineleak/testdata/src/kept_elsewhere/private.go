package kept_elsewhere

import "context"

// A peer keeps what is private to the protocol that runs over it.
type peer interface {
	SetPrivate(any)
	GetPrivate() any
	Send(int) error
	Log(any)
}

type sender struct {
	peer    peer
	queue   chan int
	closing chan struct{}
}

func (s *sender) run() {
	for {
		select {
		case n := <-s.queue:
			if s.peer.Send(n) != nil {
				return
			}
		case <-s.closing: // ok: goodPrivate's peer keeps it for removed
			return
		}
	}
}

func goodPrivate(p peer, size int) {
	s := &sender{peer: p, queue: make(chan int, size), closing: make(chan struct{})}
	p.SetPrivate(s)
	go s.run()
}

func removed(p peer) {
	s := p.GetPrivate().(*sender)
	close(s.closing)
}

type senderKey struct{}

type queue struct{ closing chan struct{} }

func goodInContext(ctx context.Context, next func(context.Context)) {
	q := &queue{closing: make(chan struct{})}
	go func() {
		<-q.closing // ok: next finds it in its context
	}()
	next(context.WithValue(ctx, senderKey{}, q))
}

func closeQueue(ctx context.Context) {
	if q, ok := ctx.Value(senderKey{}).(*queue); ok {
		close(q.closing)
	}
}

// Nobody takes a logged out of an interface.
type logged struct{ closing chan struct{} }

func badLogged(p peer) {
	l := &logged{closing: make(chan struct{})}
	p.Log(l)
	go func() {
		<-l.closing // want `goroutine blocks forever receiving from l.closing`
	}()
}

func closeLogged(l *logged) { close(l.closing) }
