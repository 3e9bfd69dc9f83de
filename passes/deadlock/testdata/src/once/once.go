// Package once has functions of a sync.Once, or of sync.OnceFunc and its
// relatives, that need themselves.
package once

import "sync"

func use(int) {}

func badInside() {
	var once sync.Once
	once.Do(func() {
		once.Do(func() { use(1) }) // want `once\.Do blocks forever \(it is running already\)`
	})
}

type config struct {
	once sync.Once
	home string
	path string
}

func (c *config) load() {
	c.home = "home"
	c.path = c.dir() + "rc"
}

func (c *config) dir() string {
	c.once.Do(c.load) // want `c\.once\.Do blocks forever`
	return c.home
}

func badReload() string {
	var c config
	return c.dir()
}

func badWaitsForOther() {
	var once sync.Once
	done := make(chan struct{})
	setup := func() {
		use(1)
	}
	once.Do(func() {
		go func() {
			once.Do(setup)
			close(done)
		}()
		<-done // want `receive from done blocks forever`
	})
}

func badTwoOnces() {
	var a, b sync.Once
	go b.Do(func() {
		a.Do(func() { use(1) })
	})
	a.Do(func() {
		b.Do(func() { use(2) }) // want `b\.Do blocks forever`
	})
}

func badOnceFunc() {
	var start func()
	start = sync.OnceFunc(func() {
		use(1)
		start() // want `the function of sync\.OnceFunc blocks forever`
	})
	start()
}

func badOnceValueChannel() int {
	results := sync.OnceValue(func() chan int { return make(chan int) })
	go func() {
		results() <- 1
	}()
	return <-results() + <-results() // want `receive from .* blocks forever`
}

func badOnceValuesChannels() int {
	pipe := sync.OnceValues(func() (chan int, chan struct{}) {
		return make(chan int), make(chan struct{})
	})
	go func() {
		ch, done := pipe()
		<-done
		ch <- 1
	}()
	ch, done := pipe()
	v := <-ch // want `receive from ch blocks forever`
	close(done)
	return v
}

func badClosedOnce(failed bool) {
	done := make(chan struct{})
	stop := sync.OnceFunc(func() { close(done) })
	if !failed {
		stop()
	}
	<-done // want `receive from done blocks forever`
}

func badSecondDo() {
	var once sync.Once
	ch := make(chan int)
	for range 2 {
		go once.Do(func() { ch <- 1 })
	}
	use(<-ch)
	use(<-ch) // want `receive from ch blocks forever`
}

func goodInside() {
	var outer, inner sync.Once
	outer.Do(func() {
		inner.Do(func() { use(1) }) // ok: another Once
	})
}

func goodDoneBefore() {
	var once sync.Once
	once.Do(func() { use(1) })
	once.Do(func() { use(2) }) // ok: not running any more
}

type settings struct {
	once sync.Once
	home string
	path string
}

func (s *settings) load() {
	s.home = "home"
	s.path = s.home + "rc"
}

func goodLoad() string {
	var s settings
	s.once.Do(s.load)
	s.once.Do(s.load)
	return s.path
}

func goodClosedOnce() {
	done := make(chan struct{})
	stop := sync.OnceFunc(func() { close(done) })
	defer stop()
	go func() {
		<-done // ok: closed on every path
		use(1)
	}()
	stop()
}

func goodOnceValueChannel() int {
	results := sync.OnceValue(func() chan int { return make(chan int) })
	go func() {
		results() <- 1
		results() <- 2
	}()
	return <-results() + <-results() // ok: the same channel
}

func goodOnceValuesChannels() int {
	pipe := sync.OnceValues(func() (chan int, chan struct{}) {
		return make(chan int), make(chan struct{})
	})
	go func() {
		ch, done := pipe()
		<-done
		ch <- 1
	}()
	ch, done := pipe()
	close(done)
	return <-ch // ok: sent after done is closed
}

func goodBothWait() {
	var once sync.Once
	ready := make(chan struct{})
	prepare := func() { close(ready) }
	go once.Do(prepare)
	once.Do(prepare)
	<-ready // ok: one of the two has closed it
}
