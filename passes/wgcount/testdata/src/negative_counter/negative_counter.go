// Package negative_counter calls Done more often than Add has counted.
package negative_counter

import (
	"errors"
	"sync"
)

func use(int) {}

// badDeferAndCall is done twice if there is an error.
func badDeferAndCall(get func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done() // want `wg\.Done panics: negative WaitGroup counter`
		if err := get(); err != nil {
			wg.Done()
			return
		}
		use(1)
	}()
	wg.Wait()
}

// badNoReturn forgets to return.
func badNoReturn(get func() (int, error)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n, err := get()
		if err != nil {
			wg.Done()
		}
		use(n)
		wg.Done() // want `wg\.Done panics: negative WaitGroup counter`
	}()
	wg.Wait()
}

// badInGo calls Done in a function for which Go does so.
func badInGo() {
	var wg sync.WaitGroup
	wg.Go(func() { // want `panics: negative WaitGroup counter`
		defer wg.Done()
		use(1)
	})
	wg.Wait()
}

// badTooFew counts two for three.
func badTooFew() {
	var wg sync.WaitGroup
	wg.Add(2)
	for i := range 3 {
		go func() {
			defer wg.Done() // want `wg\.Done panics: negative WaitGroup counter`
			use(i)
		}()
	}
	wg.Wait()
}

// badNotCounted has no Add at all.
func badNotCounted() {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done() // want `wg\.Done panics: negative WaitGroup counter`
		use(1)
	}()
	wg.Wait()
}

// badAddMinus takes back more than there is.
func badAddMinus() {
	var wg sync.WaitGroup
	wg.Add(1)
	use(1)
	wg.Add(-2) // want `wg\.Add panics: negative WaitGroup counter`
	wg.Wait()
}

type job struct {
	wg  *sync.WaitGroup
	err error
}

func (j *job) finish() { j.wg.Done() } // want `j\.wg\.Done panics: negative WaitGroup counter`

func (j *job) run(work func() error) {
	defer j.finish()
	if j.err = work(); j.err != nil {
		j.finish()
	}
}

// badMethods is done in two methods.
func badMethods(work func() error) error {
	var wg sync.WaitGroup
	j := &job{wg: &wg}
	wg.Add(1)
	go j.run(work)
	wg.Wait()
	return j.err
}

// goodReturn has a return between the two.
func goodReturn(get func() (int, error)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n, err := get()
		if err != nil {
			wg.Done()
			return
		}
		use(n)
		wg.Done() // ok: one of the two
	}()
	wg.Wait()
}

// goodOnce calls Done at most once.
func goodOnce(get func() error) {
	var wg sync.WaitGroup
	var once sync.Once
	wg.Add(1)
	go func() {
		defer once.Do(wg.Done) // ok: once
		if err := get(); err != nil {
			once.Do(wg.Done)
			return
		}
		use(1)
	}()
	wg.Wait()
}

// goodTwo counts two for the two.
func goodTwo() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		use(1)
		wg.Done() // ok: the first of two
	}()
	wg.Wait()
}

// goodMinus takes back what is too much.
func goodMinus(items []int) {
	var wg sync.WaitGroup
	wg.Add(len(items))
	started := 0
	for _, item := range items {
		if item < 0 {
			break
		}
		started++
		go func() {
			defer wg.Done()
			use(item)
		}()
	}
	wg.Add(started - len(items)) // ok: the others are not started
	wg.Wait()
}

// goodNested counts for the goroutine of the goroutine.
func goodNested() error {
	var wg sync.WaitGroup
	var err error
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Add(1)
		go func() {
			defer wg.Done() // ok: counted above
			err = errors.New("nested")
		}()
	}()
	wg.Wait()
	return err
}

// A visitor has a queue of its own.
type visitor struct{ input chan int }

// goodDrained counts down what it takes out again.
func (v *visitor) goodDrained(items []int, stop chan struct{}) {
	var wg sync.WaitGroup
	drain := func() {
		for {
			select {
			case <-v.input:
				wg.Done() // ok: one that was counted
			default:
				return
			}
		}
	}
	for _, item := range items {
		wg.Add(1)
		select {
		case <-stop:
			drain()
			wg.Done()
			return
		case v.input <- item:
		}
	}
}

// goodPhases is told first that the goroutine runs, and then that it has ended.
func goodPhases(serve func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done()
		defer wg.Done() // ok: serve goes on until stop is called
		serve()
	}()
	wg.Wait()
	wg.Add(1)
	stop()
	wg.Wait()
}

var stop func()

func badTwice(serve func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done()
		defer wg.Done() // want `wg.Done panics: negative WaitGroup counter`
		serve()
	}()
	wg.Wait()
	stop()
}
