package close_twice

import "testing"

type job struct{ done chan struct{} }

func (j *job) complete() { close(j.done) } // ok: the test expects it

func TestCompleteTwice(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	j := &job{done: make(chan struct{})}
	j.complete()
	j.complete()
}
