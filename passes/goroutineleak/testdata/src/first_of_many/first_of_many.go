// Package first_of_many starts several goroutines and wants one answer.
package first_of_many

import "errors"

func query(i int) string { return "replica " + string(rune('a'+i)) }

func badFirst() string {
	ch := make(chan string)
	for i := range 3 {
		go func() {
			ch <- query(i) // want `goroutine blocks forever sending to ch`
		}()
	}
	return <-ch
}

func badSmallBuffer() string {
	ch := make(chan string, 1)
	for i := range 3 {
		go func() {
			ch <- query(i) // want `goroutine blocks forever sending to ch`
		}()
	}
	return <-ch
}

func badFirstError(check func(int) error) error {
	errc := make(chan error)
	for i := range 3 {
		go func() {
			errc <- check(i) // want `goroutine blocks forever sending to errc`
		}()
	}
	for range 3 {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

// badCalled may hang in two goroutines, but waits in one place.
func badCalled(closed bool) {
	q := &queue{closed: closed}
	go func() { q.run() }() // want `goroutine blocks forever receiving from done on line \d+`
	go func() { q.run() }()
}

type queue struct {
	closed bool
	jobs   []chan bool
}

func (q *queue) run() {
	done := make(chan bool)
	if !q.closed {
		close(done)
	}
	<-done
}

func goodFirst() string {
	ch := make(chan string, 3)
	for i := range 3 {
		go func() {
			ch <- query(i) // ok: the buffer has room for every answer
		}()
	}
	return <-ch
}

func goodJustEnough() string {
	ch := make(chan string, 2)
	for i := range 3 {
		go func() {
			ch <- query(i) // ok: one is received, two are buffered
		}()
	}
	return <-ch
}

func goodSized(replicas []int) (string, error) {
	if len(replicas) == 0 {
		return "", errors.New("no replicas")
	}
	ch := make(chan string, len(replicas))
	for _, i := range replicas {
		go func() {
			ch <- query(i) // ok: the buffer has room for every answer
		}()
	}
	return <-ch, nil
}

func goodAllErrors(check func(int) error) error {
	errc := make(chan error)
	for i := range 3 {
		go func() {
			errc <- check(i) // ok: all are received
		}()
	}
	var first error
	for range 3 {
		if err := <-errc; err != nil && first == nil {
			first = err
		}
	}
	return first
}

func goodDone() string {
	ch := make(chan string)
	done := make(chan struct{})
	defer close(done)
	for i := range 3 {
		go func() {
			select {
			case ch <- query(i): // ok: the others are told to leave
			case <-done:
			}
		}()
	}
	return <-ch
}
