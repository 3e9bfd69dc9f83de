package nobody_serves

type address struct{ port int }

func (a address) valid() bool { return a.port > 0 }

// goodListeners is called with one address at least that is valid.
func goodListeners(addresses []address, serve func(address) error) error {
	exit := make(chan error, 1)
	for _, a := range addresses {
		if !a.valid() {
			continue
		}
		go func() { exit <- serve(a) }()
	}
	return <-exit // ok: callers see to it
}

// badListener skips the one address that it has.
func badListener(a address, serve func(address) error) error {
	exit := make(chan error, 1)
	if a.valid() {
		go func() { exit <- serve(a) }()
	}
	return <-exit // want `receive from exit blocks forever`
}
