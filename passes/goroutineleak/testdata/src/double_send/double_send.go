// Package double_send sends twice where one value is received.
package double_send

func badMissingReturn(run func() error) error {
	errc := make(chan error)
	go func() {
		if err := run(); err != nil {
			errc <- err
		}
		errc <- nil // want `goroutine blocks forever sending to errc`
	}()
	return <-errc
}

func badTwoChannels(load func() (int, error)) int {
	res := make(chan int)
	errc := make(chan error)
	go func() {
		v, err := load()
		if err != nil {
			errc <- err
		}
		res <- v // want `goroutine blocks forever sending to res`
	}()
	select {
	case v := <-res:
		return v
	case <-errc:
		return 0
	}
}

func goodReturn(run func() error) error {
	errc := make(chan error)
	go func() {
		if err := run(); err != nil {
			errc <- err
			return
		}
		errc <- nil // ok: sent once on every path
	}()
	return <-errc
}

func goodBuffered(run func() error) error {
	errc := make(chan error, 1)
	go func() {
		if err := run(); err != nil {
			errc <- err
		}
		errc <- nil // ok: one is received, one is buffered
	}()
	return <-errc
}

func goodTwoChannels(load func() (int, error)) int {
	res := make(chan int)
	errc := make(chan error)
	go func() {
		v, err := load()
		if err != nil {
			errc <- err
			return
		}
		res <- v // ok: one of the two is sent, and either is received
	}()
	select {
	case v := <-res:
		return v
	case <-errc:
		return 0
	}
}
