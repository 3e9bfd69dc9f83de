// Package zero_field uses channel fields that keep their zero value.
package zero_field

type hub struct {
	events chan int
	done   chan struct{}
}

// newHub forgets done.
func newHub() *hub {
	return &hub{events: make(chan int, 1)}
}

func (h *hub) wait() {
	<-h.done // want `receive from nil channel h\.done blocks forever`
}

func badConstructor() {
	h := newHub()
	h.events <- 1 // ok: made by newHub
	h.wait()
}

// A meter's ticks are assigned nowhere in the package.
type meter struct {
	ticks chan int
}

func newMeter() *meter { return &meter{} }

func (m *meter) badTick(n int) {
	m.ticks <- n // want `send on nil channel m\.ticks blocks forever`
}

type state struct {
	ready chan struct{}
}

func badValue() {
	var s state
	go func() {
		s.ready <- struct{}{} // want `send on nil channel s\.ready blocks forever`
	}()
}

func badNew() {
	s := new(state)
	<-s.ready // want `receive from nil channel s\.ready blocks forever`
}

func goodValue() {
	var s state
	s.ready = make(chan struct{}, 1)
	s.ready <- struct{}{} // ok: assigned in the line above
	<-s.ready
}

func goodLiteral() {
	s := state{make(chan struct{}, 1)}
	s.ready <- struct{}{} // ok: assigned by the literal
	<-s.ready
}
