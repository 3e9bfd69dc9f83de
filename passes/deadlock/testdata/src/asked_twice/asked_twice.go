// Package asked_twice starts goroutines and waits for them on one condition, which is
// asked twice.
package asked_twice

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

func goodLength(s string, f func()) int {
	ch := make(chan int)
	if len(s) == 0 {
		go func() { ch <- 1 }()
	}
	f()
	if 0 < len(s) {
		return 0
	}
	return <-ch // ok: s is empty still
}

func goodEmpty(s string, f func()) int {
	ch := make(chan int)
	if s == "" {
		go func() { ch <- 1 }()
	}
	f()
	if len(s) > 0 {
		return 0
	}
	return <-ch // ok: the same in other words
}

func goodLonger(s string, f func()) int {
	ch := make(chan int)
	if len(s) > 4 {
		go func() { ch <- 1 }()
	}
	f()
	if len(s) > 4 {
		return <-ch // ok: as long as before
	}
	return 0
}

func goodPrefix(s string, f func()) int {
	ch := make(chan int)
	if strings.HasPrefix(s, "x") {
		go func() { ch <- 1 }()
	}
	f()
	if strings.HasPrefix(s, "x") {
		return <-ch // ok: the prefix is the same
	}
	return 0
}

func badPrefix(s string, next func() string) int {
	ch := make(chan int)
	if strings.HasPrefix(s, "x") {
		go func() { ch <- 1 }()
	}
	s = next()
	if strings.HasPrefix(s, "x") {
		return <-ch // want `receive from ch blocks forever`
	}
	return 0
}

func badOther(s, t string) int {
	ch := make(chan int)
	if strings.HasPrefix(s, "x") {
		go func() { ch <- 1 }()
	}
	if strings.HasPrefix(t, "x") {
		return <-ch // want `receive from ch blocks forever`
	}
	return 0
}

func goodError(err error, f func()) int {
	ch := make(chan int)
	if errors.Is(err, io.EOF) {
		go func() { ch <- 1 }()
	}
	missing := make(chan int)
	if os.IsNotExist(err) {
		go func() { missing <- 1 }()
	}
	f()
	if errors.Is(err, io.EOF) {
		<-ch // ok: it is io.EOF still
	}
	if os.IsNotExist(err) {
		return <-missing // ok: as before
	}
	return 0
}

func goodFloat(x float64, f func()) int {
	ch := make(chan int)
	if x > 0.5 {
		go func() { ch <- 1 }()
	}
	f()
	if x > 0.5 {
		return <-ch // ok: x is not changed
	}
	return 0
}

func goodByte(s string, f func()) int {
	ch := make(chan int)
	if s[0] == 'x' {
		go func() { ch <- 1 }()
	}
	f()
	if s[0] == 'x' {
		return <-ch // ok: strings do not change
	}
	return 0
}

func goodTimes(t, u time.Time, f func()) int {
	ch := make(chan int)
	if t.Before(u) {
		go func() { ch <- 1 }()
	}
	f()
	if t.Before(u) {
		return <-ch // ok: nor do times
	}
	return 0
}

func badTimes(t time.Time, f func()) int {
	ch := make(chan int)
	if t.Before(time.Now()) {
		go func() { ch <- 1 }()
	}
	f()
	if t.Before(time.Now()) {
		return <-ch // want `receive from ch blocks forever`
	}
	return 0
}

func goodMask(flags uint, f func()) int {
	ch := make(chan int)
	if flags&4 != 0 {
		go func() { ch <- 1 }()
	}
	f()
	if flags&4 != 0 {
		return <-ch // ok: the same bit
	}
	return 0
}

type key struct{}

func goodContext(ctx context.Context, f func()) int {
	ch := make(chan int)
	if ctx.Value(key{}) != nil {
		go func() { ch <- 1 }()
	}
	f()
	if ctx.Value(key{}) != nil {
		return <-ch // ok: what a context holds is not changed
	}
	return 0
}

func goodSlices(b []byte, names []string, f func()) int {
	ch := make(chan int)
	equal := make(chan int)
	if bytes.Equal(b, nil) {
		go func() { equal <- 1 }()
	}
	if slices.Contains(names, "x") {
		go func() { ch <- 2 }()
	}
	f()
	n := 0
	if bytes.Equal(b, nil) {
		n += <-equal // ok: b holds the same, as far as is known
	}
	if slices.Contains(names, "x") {
		n += <-ch // ok: so does names
	}
	return n
}

type point struct{ x, y float64 }

func (p point) far() bool { return p.x*p.x+p.y*p.y > 1 }

func goodMethod(p point, f func()) int {
	ch := make(chan int)
	if p.far() {
		go func() { ch <- 1 }()
	}
	f()
	if p.far() {
		return <-ch // ok: the method computes it from p
	}
	return 0
}

type sized struct {
	size int
	on   bool
	ch   chan int
}

// goodPanics does not go on with what it refuses.
func (s *sized) goodPanics() {
	if s.size > 0 {
		panic("has a size")
	}
	ch := make(chan int)
	if s.size > 0 {
		<-ch
	}
}

func (s *sized) badPanics() {
	if s.size > 0 {
		panic("has a size")
	}
	ch := make(chan int)
	if s.size == 0 {
		<-ch // want `receive from ch blocks forever \(nobody sends to it or closes it\)`
	}
}

func (s *sized) goodPanicsUnless() {
	if !s.on {
		panic("is not on")
	}
	ch := make(chan int)
	if !s.on {
		<-ch
	}
}

func (s *sized) badPanicsUnless() {
	if !s.on {
		panic("is not on")
	}
	ch := make(chan int)
	if s.on {
		<-ch // want `receive from ch blocks forever \(nobody sends to it or closes it\)`
	}
}

func goodNotNil(ch chan int, n int) {
	if ch == nil {
		panic("no channel")
	}
	if n == 0 {
		panic("nothing")
	}
	if n == 0 {
		ch = nil
	}
	<-ch
}
