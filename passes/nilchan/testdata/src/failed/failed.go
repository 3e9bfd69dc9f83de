package failed

import (
	"errors"
	"fmt"
)

func connect(addrs []string, dial func(string) (int, error)) (conn *int, tried []string, failed <-chan error, err error) {
	var errs []error
	for _, addr := range addrs {
		tried = append(tried, addr)
		n, err := dial(addr)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		ch := make(chan error)
		close(ch)
		return &n, tried, ch, nil
	}
	return nil, tried, nil, errors.Join(errs...)
}

func good(addrs []string, dial func(string) (int, error)) error {
	_, tried, failed, err := connect(addrs, dial)
	if err != nil {
		return fmt.Errorf("%v: %w", tried, err)
	}
	go func() {
		<-failed // ok: without an error there is a channel
	}()
	return nil
}

func bad(addrs []string, dial func(string) (int, error)) {
	_, _, failed, _ := connect(addrs, dial)
	<-failed // want `receive from nil channel failed blocks forever`
}
