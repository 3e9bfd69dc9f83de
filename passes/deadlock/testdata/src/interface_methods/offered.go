package interface_methods

// server runs the methods of what it gets, whatever that is.
type server interface {
	Handle(handler any) error
	Start()
}

type sleeper struct{ started chan struct{} }

func (s *sleeper) Sleep() { s.started <- struct{}{} }

func goodHandler(srv server) {
	s := &sleeper{started: make(chan struct{}, 1)}
	if srv.Handle(s) != nil {
		return
	}
	srv.Start()
	<-s.started // ok: the server calls Sleep
}

type settings struct{ changed chan struct{} }

func (s *settings) notify() { s.changed <- struct{}{} }

func badHandler(srv server) {
	s := &settings{changed: make(chan struct{}, 1)}
	if srv.Handle(s) != nil {
		return
	}
	srv.Start()
	<-s.changed // want `receive from s.changed blocks forever \(nobody sends to it or closes it\)`
}

func notified() {
	s := &settings{changed: make(chan struct{}, 1)}
	s.notify()
}
