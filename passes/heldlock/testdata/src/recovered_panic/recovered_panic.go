// Package recovered_panic has functions that panic with a lock, in programs that
// go on after that.
package recovered_panic

import (
	"fmt"
	"log"
	"sync"
)

type ledger struct {
	mu      sync.Mutex
	entries map[string]int
}

// serve calls handle so that a panic ends only the request.
func serve(handle func()) {
	defer func() {
		if r := recover(); r != nil {
			log.Print("recovered: ", r)
		}
	}()
	handle()
}

func (l *ledger) badPost(name string, n int) {
	l.mu.Lock()
	if n == 0 {
		panic("nothing to post") // want `l\.mu locked on line 27`
	}
	l.entries[name] += n
	l.mu.Unlock()
}

func (l *ledger) servePost(name string, n int) {
	serve(func() { l.badPost(name, n) })
}

// badHere recovers in the same function.
func (l *ledger) badHere(name string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("post: %v", r)
		}
	}()
	l.mu.Lock()
	n, ok := l.entries[name]
	if !ok {
		panic("no entry") // want `l\.mu locked on line 46`
	}
	l.entries[name] = n + 1
	l.mu.Unlock()
	return nil
}

func (l *ledger) goodPost(name string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n < 0 {
		panic("negative amount") // ok: the deferred Unlock runs
	}
	l.entries[name] += n
}

func (l *ledger) serveGoodPost(name string, n int) {
	serve(func() { l.goodPost(name, n) })
}

func (l *ledger) goodCheckFirst(name string, n int) {
	if n < 0 {
		panic("negative amount") // ok: not yet locked
	}
	l.mu.Lock()
	l.entries[name] += n
	l.mu.Unlock()
}

func (l *ledger) serveGoodCheckFirst(name string, n int) {
	serve(func() { l.goodCheckFirst(name, n) })
}

// goodUnlockThenPanic releases the lock by hand.
func (l *ledger) goodUnlockThenPanic(name string) int {
	l.mu.Lock()
	n, ok := l.entries[name]
	if !ok {
		l.mu.Unlock()
		panic("no entry")
	}
	l.mu.Unlock()
	return n
}

func (l *ledger) serveGoodUnlockThenPanic(name string) {
	serve(func() { l.goodUnlockThenPanic(name) })
}

// goodRecovered releases the lock where it recovers.
func (l *ledger) goodRecovered(name string) (err error) {
	l.mu.Lock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("post: %v", r)
		}
		l.mu.Unlock()
	}()
	if _, ok := l.entries[name]; !ok {
		panic("no entry")
	}
	return nil
}

type table struct {
	mu   sync.Mutex
	rows []string
}

// goodFatal panics in a program in which nobody recovers.
func (x *table) goodFatal(i int) string {
	x.mu.Lock()
	if i >= len(x.rows) {
		panic("corrupt table") // ok: the process ends
	}
	row := x.rows[i]
	x.mu.Unlock()
	return row
}

// goodExit ends the process.
func (x *table) goodExit(i int) string {
	x.mu.Lock()
	if i >= len(x.rows) {
		log.Fatal("corrupt table") // ok: does not return
	}
	row := x.rows[i]
	x.mu.Unlock()
	return row
}
