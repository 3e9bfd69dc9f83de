// Package rwmutex has readers that wait behind a writer, and locks behind
// TryLock, RLocker and sync.Locker.
package rwmutex

import "sync"

func use(int) {}

func badPendingWriter() {
	var mu sync.RWMutex
	done := make(chan struct{})
	mu.RLock()
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
	}()
	go func() {
		mu.RLock() // behind the writer, which waits for the function
		use(2)
		mu.RUnlock()
		close(done)
	}()
	<-done // want `receive from done blocks forever`
	mu.RUnlock()
}

func badPendingWriterGroup(keys []string) {
	var mu sync.RWMutex
	var readers sync.WaitGroup
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
	}()
	mu.RLock()
	for range keys {
		readers.Go(func() {
			mu.RLock()
			defer mu.RUnlock()
			use(2)
		})
	}
	readers.Wait() // want `readers\.Wait blocks forever`
	mu.RUnlock()
}

func badRLocker() {
	var mu sync.RWMutex
	read := mu.RLocker()
	done := make(chan struct{})
	read.Lock()
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
		close(done)
	}()
	<-done // want `receive from done blocks forever`
	read.Unlock()
}

func badTryLock() {
	var mu sync.Mutex
	done := make(chan struct{})
	mu.Lock()
	go func() {
		if mu.TryLock() {
			use(1)
			mu.Unlock()
			close(done)
		}
	}()
	<-done // want `receive from done blocks forever`
	mu.Unlock()
}

func badTryRLock() {
	var mu sync.RWMutex
	done := make(chan struct{})
	go func() {
		if !mu.TryRLock() {
			return
		}
		defer mu.RUnlock()
		use(1)
		close(done)
	}()
	mu.Lock()
	use(2)
	mu.Unlock()
	<-done // want `receive from done blocks forever`
}

type cache struct {
	guard sync.Locker
	n     int
}

func (c *cache) refresh(done chan<- struct{}) {
	c.guard.Lock()
	defer c.guard.Unlock()
	c.n++
	close(done)
}

func badLockerField() {
	c := &cache{guard: new(sync.Mutex)}
	done := make(chan struct{})
	c.guard.Lock()
	go c.refresh(done)
	<-done // want `receive from done blocks forever`
	c.guard.Unlock()
}

func with(l sync.Locker, f func()) {
	l.Lock() // want `locking l blocks forever`
	defer l.Unlock()
	f()
}

func badLockerArgument() {
	var mu sync.Mutex
	ch := make(chan int)
	go with(&mu, func() { use(<-ch) })
	with(&mu, func() {
		ch <- 1 // want `send to ch blocks forever`
	})
}

func goodReaderBesideReader() {
	var mu sync.RWMutex
	done := make(chan struct{})
	mu.RLock()
	go func() {
		mu.RLock() // ok: no writer
		use(2)
		mu.RUnlock()
		close(done)
	}()
	<-done
	mu.RUnlock()
}

func goodReleasedFirst() {
	var mu sync.RWMutex
	done := make(chan struct{})
	mu.RLock()
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
	}()
	go func() {
		mu.RLock() // ok: the writer before it gets the lock
		use(2)
		mu.RUnlock()
		close(done)
	}()
	mu.RUnlock()
	<-done
}

func goodTryRLockBehindWriter() {
	var mu sync.RWMutex
	done := make(chan struct{})
	mu.RLock()
	go func() {
		mu.Lock()
		use(1)
		mu.Unlock()
	}()
	go func() {
		defer close(done)
		if mu.TryRLock() { // ok: does not wait for the writer
			use(2)
			mu.RUnlock()
		}
	}()
	<-done
	mu.RUnlock()
}

func goodRLocker() {
	var mu sync.RWMutex
	done := make(chan struct{})
	read := mu.RLocker()
	read.Lock()
	go func() {
		mu.RLock() // ok: the function only reads
		use(1)
		mu.RUnlock()
		close(done)
	}()
	<-done
	read.Unlock()
}

func goodTryLock() {
	var mu sync.Mutex
	done := make(chan bool)
	mu.Lock()
	go func() {
		if !mu.TryLock() {
			done <- false // ok: sent on both ways
			return
		}
		use(1)
		mu.Unlock()
		done <- true
	}()
	<-done
	mu.Unlock()
}

func goodTryLockUncontended() {
	var mu sync.Mutex
	ch := make(chan int, 1)
	if mu.TryLock() {
		ch <- 1
		mu.Unlock()
	}
	use(<-ch) // ok: nobody else has the lock
}

func goodLockerField() {
	c := &cache{guard: new(sync.Mutex)}
	done := make(chan struct{})
	c.guard.Lock()
	go c.refresh(done)
	c.guard.Unlock()
	<-done // ok: the guard is free
}

func goodLockerOfReaders() {
	var mu sync.RWMutex
	ch := make(chan int)
	go with(mu.RLocker(), func() { use(<-ch) })
	with(mu.RLocker(), func() {
		ch <- 1 // ok: readers share the lock
	})
}
