package wrapped

import "github.com/other/errors"

func goodWrappedElsewhere(dial func() error) {
	done := make(chan int, 1)
	if err := dial(); err != nil {
		err = errors.Wrap(err, "dial")
		if err == nil {
			<-done // ok: not reached
		}
	}
}
