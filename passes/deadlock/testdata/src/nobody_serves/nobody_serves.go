// Package nobody_serves waits for an operation that nobody performs.
package nobody_serves

import "strconv"

func badReceive() int {
	ch := make(chan int)
	return <-ch // want `receive from ch blocks forever`
}

func badFailedLoad(load func() (int, error)) int {
	ch := make(chan int)
	go func() {
		v, err := load()
		if err != nil {
			return
		}
		ch <- v
	}()
	return <-ch // want `receive from ch blocks forever`
}

func badOneTooMany() int {
	ch := make(chan int)
	go func() {
		ch <- 1
		ch <- 2
	}()
	sum := 0
	for range 3 {
		sum += <-ch // want `receive from ch blocks forever`
	}
	return sum
}

func badSelect() int {
	a := make(chan int)
	b := make(chan int)
	select { // want `select blocks forever`
	case v := <-a:
		return v
	case v := <-b:
		return v
	}
}

type job struct {
	done chan struct{}
}

func (j *job) run(failed bool) {
	if failed {
		return
	}
	close(j.done)
}

func (j *job) wait() {
	<-j.done // want `receive from j\.done blocks forever`
}

func badJob(failed bool) {
	j := &job{done: make(chan struct{})}
	go j.run(failed)
	j.wait()
}

func badSend() {
	ch := make(chan int)
	go func() {
		<-ch
	}()
	ch <- 1
	ch <- 2 // want `send to ch blocks forever`
}

func goodClosed(load func() (int, error)) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		v, err := load()
		if err != nil {
			return
		}
		ch <- v
	}()
	return <-ch // ok: closed if nothing is sent
}

func goodBoth(load func() (int, error)) (int, error) {
	ch := make(chan int)
	errc := make(chan error)
	go func() {
		v, err := load()
		if err != nil {
			errc <- err
			return
		}
		ch <- v
	}()
	select {
	case v := <-ch: // ok: either is sent
		return v, nil
	case err := <-errc:
		return 0, err
	}
}

func goodExactly() int {
	ch := make(chan int)
	go func() {
		ch <- 1
		ch <- 2
	}()
	sum := 0
	for range 2 {
		sum += <-ch // ok: as often as it is sent
	}
	return sum
}

type task struct {
	done chan struct{}
}

func (t *task) run(failed bool) {
	defer close(t.done)
	if failed {
		return
	}
}

func (t *task) wait() {
	<-t.done
}

func goodTask(failed bool) {
	t := &task{done: make(chan struct{})}
	go t.run(failed)
	t.wait() // ok: closed on every path
}

func goodParameter(ch chan int) int {
	return <-ch // ok: the caller's channel
}

func goodEscaped(register func(chan<- int)) int {
	ch := make(chan int)
	register(ch)
	return <-ch // ok: the registered channel can be served by others
}

// goodFreeze keeps the process for a debugger, as select {} does.
func goodFreeze(debug bool) {
	if debug {
		<-make(chan struct{}) // ok: meant
	}
}

func newQuoteError(text string) error {
	_, err := strconv.Unquote(text)
	return err
}

func goodMadeError(text string) error {
	failed := make(chan error)
	go func() { failed <- newQuoteError(text) }()
	err := <-failed
	if err == nil {
		err = <-failed // ok: what makes an error does not make nil
	}
	return err
}

func quote(text string) error {
	_, err := strconv.Unquote(text)
	return err
}

func badMaybeError(text string) error {
	failed := make(chan error)
	go func() { failed <- quote(text) }()
	err := <-failed
	if err == nil {
		err = <-failed // want `receive from failed blocks forever`
	}
	return err
}
