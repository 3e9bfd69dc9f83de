package unlocked_twice

import (
	"fmt"
	"os"
	"sync"
)

// OsExit is replaced by tests.
var OsExit = os.Exit

// Report does not end the program.
var Report = func(code int) { fmt.Println(code) }

type logger struct {
	mu    sync.Mutex
	lines []string
}

func (l *logger) goodFatal(quiet bool) {
	l.mu.Lock()
	if quiet {
		l.mu.Unlock()
		OsExit(1)
	}
	fmt.Println(l.lines)
	l.mu.Unlock() // ok: only if the program goes on
	OsExit(2)
}

func (l *logger) badFatal(quiet bool) {
	l.mu.Lock()
	if quiet {
		l.mu.Unlock()
		Report(1)
	}
	fmt.Println(l.lines)
	l.mu.Unlock() // want `l\.mu\.Unlock panics: l\.mu is not locked`
	Report(2)
}
