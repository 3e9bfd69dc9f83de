// Package captured shares variables of a function with the goroutines it starts.
package captured

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"time"
)

func work() error           { return errors.New("x") }
func compute(i int) int     { return i * i }
func fetch() (int, error)   { return 1, nil }
func use(values ...any)     {}
func unknown(f func() bool) {}

func badCounter(n int) int {
	var wg sync.WaitGroup
	count := 0
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			count++ // want `variable count is written here and written on line \d+ by another goroutine without synchronisation`
		}()
	}
	wg.Wait()
	return count
}

func goodCounter(n int) int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	count := 0
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			count++
		}()
	}
	wg.Wait()
	return count // ok: after all of them
}

// The result is read before the goroutine is known to have set it.
func badResultBeforeWait() int {
	var wg sync.WaitGroup
	result := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		result = compute(3) // want `variable result is written here and read on line \d+ by another goroutine`
	}()
	use(result)
	wg.Wait()
	return 0
}

func goodResultAfterWait() int {
	var wg sync.WaitGroup
	result := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		result = compute(3)
	}()
	wg.Wait()
	return result
}

// Done comes before the last write.
func badDoneTooEarly() int {
	var wg sync.WaitGroup
	result := 0
	wg.Add(1)
	go func() {
		wg.Done()
		result = compute(3) // want `variable result is written here and read on line \d+ by another goroutine`
	}()
	wg.Wait()
	return result
}

// Both the goroutine and the function set the named result.
func badNamedResult() (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = work() // want `variable err is written here and written on line \d+ by another goroutine`
	}()
	err = work()
	<-done
	return err
}

func goodOwnError() (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := work()
		use(err)
	}()
	err = work()
	<-done
	return err
}

// After the timeout the goroutine goes on.
func badTimeout(ctx context.Context) (int, error) {
	var v int
	var err error
	done := make(chan struct{})
	go func() {
		v, err = fetch() // want `variable v is written here and read on line \d+ by another goroutine` `variable err is written here and read on line \d+ by another goroutine`
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
	return v, err
}

func goodTimeout(ctx context.Context) (int, error) {
	var v int
	var err error
	done := make(chan struct{})
	go func() {
		v, err = fetch()
		close(done)
	}()
	select {
	case <-done:
		return v, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Nothing but time lies between the two.
func badSleep() bool {
	ready := false
	go func() {
		ready = true // want `variable ready is written here and read on line \d+ by another goroutine`
	}()
	time.Sleep(time.Second)
	return ready
}

// A loop does not wait for a variable.
func badSpin() {
	ready := false
	go func() {
		use(compute(1))
		ready = true // want `variable ready is written here and read on line \d+ by another goroutine`
	}()
	for !ready {
		time.Sleep(time.Millisecond)
	}
}

// A helper of the goroutine writes through a pointer.
func badPointer() int {
	n := 0
	go increment(&n)
	return n
}

func increment(n *int) {
	*n++ // want `variable n is written here and read on line \d+ by another goroutine`
}

func goodPointer() int {
	n := 0
	done := make(chan bool)
	go func() {
		increment(&n)
		done <- true
	}()
	<-done
	return n
}

// The return of a named result by its name does not write it.
func goodNamedReturn() (stop chan struct{}) {
	stop = make(chan struct{})
	go func() {
		<-stop
		use(stop)
	}()
	return stop
}

// That of something else does.
func badNamedReturn() (v int) {
	go func() {
		use(v)
	}()
	return compute(1) // want `variable v is written here and read on line \d+ by another goroutine`
}

func goodOnlyReads(limit int) {
	name := "x"
	name += "y" // ok: before the goroutines
	for range limit {
		go func() {
			use(name)
		}()
	}
	use(name)
}

func goodEachItsOwn(n int) {
	for i := range n {
		v := i
		go func() {
			v++
			use(v)
		}()
	}
}

// Which way it goes is decided once.
func goodEither(parallel bool) int {
	n := 0
	done := make(chan bool, 1)
	if parallel {
		go func() {
			n = compute(1)
			done <- true
		}()
	}
	if !parallel {
		n = compute(2) // ok: not beside the goroutine
		done <- true
	}
	<-done
	return n
}

// Only the first one gets to write.
func goodOnce() int {
	var once sync.Once
	n := 0
	set := func() { n = compute(1) }
	go once.Do(set)
	once.Do(set)
	return n
}

// What a Once calls is a part of the goroutine that comes first.
func badReadInOnce() {
	var once sync.Once
	n := 0
	go func() {
		n = 1 // want `variable n is written here and read on line \d+ by another goroutine`
	}()
	once.Do(func() { use(n) })
}

func badOnceInGoroutine() {
	var once sync.Once
	n := 0
	go func() {
		once.Do(func() { n++ }) // want `variable n is written here and read on line \d+ by another goroutine`
	}()
	use(n)
}

func goodSameOnce() {
	var once sync.Once
	n := 0
	set := func() { n++ }
	go func() {
		once.Do(set)
		use(n) // ok: Do returns after the one call of set
	}()
	once.Do(set)
	use(n)
}

// A command that is used is not nil, so it is set again only once it has stopped.
func goodRestarted(runs int) {
	var cmd *exec.Cmd
	stopped := make(chan error, 1)
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for range runs {
		if cmd == nil {
			cmd = exec.Command("true") // ok: the goroutine has read it by then
			cmd.Stdout = os.Stdout
			go func() {
				err := cmd.Wait()
				stopped <- err
			}()
		}
		select {
		case <-stopped:
			cmd = nil
		case <-ticks.C:
		}
	}
}

func badRestarted(runs int) {
	var cmd *exec.Cmd
	stopped := make(chan error, 1)
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for range runs {
		if cmd == nil {
			cmd = exec.Command("true")
			cmd.Stdout = os.Stdout
			go func() {
				err := cmd.Wait()
				stopped <- err
			}()
		}
		select {
		case <-stopped:
		case <-ticks.C:
		}
		cmd = nil // want `variable cmd is written here and read on line \d+ by another goroutine`
	}
}

// The compiler calls Wait before it reads n.
func goodReturnedAfterWait() (int, error) {
	var wg sync.WaitGroup
	wait := func() error {
		wg.Wait()
		return nil
	}
	n := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		n++ // ok
	}()
	return n, wait()
}

func badReadBeforeWait() (int, error) {
	var wg sync.WaitGroup
	wait := func() error {
		wg.Wait()
		return nil
	}
	n := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		n++ // want `variable n is written here and read on line \d+ by another goroutine without synchronisation`
	}()
	m := n
	err := wait()
	return m, err
}
