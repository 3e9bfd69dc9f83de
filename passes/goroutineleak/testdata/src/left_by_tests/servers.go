package left_by_tests

// A publisher serves until the program ends: nothing can stop it.
type publisher struct{ requests chan string }

func newPublisher() *publisher {
	p := &publisher{make(chan string, 32)}
	go p.serve()
	return p
}

func (p *publisher) publish(topic string) { p.requests <- topic }

func (p *publisher) serve() {
	for {
		_ = len(<-p.requests) // ok: no test can end it
	}
}

// A subscriber serves until it is told to stop.
type subscriber struct{ requests, stop chan string }

func newSubscriber() *subscriber {
	s := &subscriber{make(chan string, 32), make(chan string)}
	go s.serve()
	return s
}

func (s *subscriber) serve() {
	for {
		select { // want `goroutine blocks forever in select \(caller returns on line (26|13 of servers_test\.go), no case can proceed\)`
		case r := <-s.requests:
			_ = r
		case <-s.stop:
			return
		}
	}
}
