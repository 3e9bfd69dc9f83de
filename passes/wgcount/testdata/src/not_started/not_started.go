// Package not_started counts goroutines that are not started.
package not_started

import (
	"errors"
	"sync"
)

func use(int) {}

type shard struct {
	id    int
	ready bool
	addr  string
}

// badContinue counts the shard, and then skips it.
func badContinue(shards []shard) {
	var wg sync.WaitGroup
	for _, s := range shards {
		wg.Add(1)
		if !s.ready {
			continue
		}
		go func() {
			defer wg.Done()
			use(s.id)
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 26 is not reached`
}

// badCountAll counts all, and starts some.
func badCountAll(shards []shard) {
	var wg sync.WaitGroup
	wg.Add(len(shards))
	for _, s := range shards {
		if s.addr == "" {
			continue
		}
		go func() {
			defer wg.Done()
			use(s.id)
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 42 is not reached`
}

// badConnect waits for what has started, in a deferred call too.
func badConnect(shards []shard, connect func(string) error) error {
	var wg sync.WaitGroup
	defer wg.Wait() // want `wg\.Wait blocks forever: \S*Done on line 59 is not reached`
	for _, s := range shards {
		wg.Add(1)
		if err := connect(s.addr); err != nil {
			return err
		}
		go func() {
			defer wg.Done()
			use(s.id)
		}()
	}
	return nil
}

// badTwoForOne counts two, and starts the second only if there is a second.
func badTwoForOne(a, b *shard) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		use(a.id)
	}()
	if b != nil {
		go func() {
			defer wg.Done()
			use(b.id)
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
}

// badOneForTwo counts two, and starts one.
func badOneForTwo() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		use(1)
	}()
	wg.Wait() // want `wg\.Wait blocks forever`
}

// badWaitInLoop waits in each round for all goroutines.
func badWaitInLoop(shards []shard) {
	var wg sync.WaitGroup
	wg.Add(len(shards))
	for _, s := range shards {
		go func() {
			defer wg.Done()
			use(s.id)
		}()
		wg.Wait() // want `wg\.Wait blocks forever`
	}
}

// badWaitInLoopOf3 has a number that is known.
func badWaitInLoopOf3() {
	var wg sync.WaitGroup
	wg.Add(3)
	for i := range 3 {
		go func() {
			defer wg.Done()
			use(i)
		}()
		wg.Wait() // want `wg\.Wait blocks forever`
	}
}

// badSelf waits for itself.
func badSelf() {
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(1)
		wg.Wait() // want `goroutine blocks forever in wg\.Wait`
		close(done)
	}()
	<-done
}

func goodContinue(shards []shard) {
	var wg sync.WaitGroup
	for _, s := range shards {
		if !s.ready {
			continue
		}
		wg.Add(1) // ok: after the continue
		go func() {
			defer wg.Done()
			use(s.id)
		}()
	}
	wg.Wait()
}

func goodTwoForTwo() {
	var wg sync.WaitGroup
	wg.Add(2)
	for range 2 {
		go func() {
			defer wg.Done()
			use(1)
		}()
	}
	wg.Wait() // ok: two goroutines are done
}

func goodNone() {
	var wg sync.WaitGroup
	wg.Wait() // ok: nothing to wait for
}

// goodTakeBack takes back what it has counted.
func goodTakeBack(shards []shard) {
	var wg sync.WaitGroup
	wg.Add(len(shards))
	for _, s := range shards {
		if !s.ready {
			wg.Done() // ok: no goroutine for this one
			continue
		}
		go func() {
			defer wg.Done()
			use(s.id)
		}()
	}
	wg.Wait()
}

// goodReturn gives up without a Wait.
func goodReturn(shards []shard, connect func(string) error) error {
	var wg sync.WaitGroup
	for _, s := range shards {
		wg.Add(1)
		if err := connect(s.addr); err != nil {
			return errors.New("no connection") // ok: nobody waits
		}
		go func() {
			defer wg.Done()
			use(s.id)
		}()
	}
	wg.Wait()
	return nil
}

// goodWaitInLoop counts in the loop as well.
func goodWaitInLoop(shards []shard) {
	var wg sync.WaitGroup
	for _, s := range shards {
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(s.id)
		}()
		wg.Wait() // ok: for one goroutine
	}
}

// goodBatches waits after each batch.
func goodBatches(shards []shard) {
	var wg sync.WaitGroup
	for i, s := range shards {
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(s.id)
		}()
		if i%8 == 7 {
			wg.Wait() // ok: all that are counted have started
		}
	}
	wg.Wait()
}
