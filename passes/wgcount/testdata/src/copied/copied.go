// Package copied has goroutines that are done with a copy of the WaitGroup for
// which the function waits.
package copied

import (
	"slices"
	"sync"
)

func use(int) {}

// A task has the WaitGroup as a value, and so has each copy of the task.
type task struct {
	wg sync.WaitGroup
	n  int
}

func (s task) Run() {
	defer s.wg.Done()
	use(s.n)
}

type runner interface{ Run() }

// badInterface copies the task into the interface.
func badInterface() {
	var s task
	s.wg.Add(1)
	var r runner = s
	go r.Run()
	s.wg.Wait() // want `s\.wg\.Wait blocks forever`
}

func work(wg sync.WaitGroup) {
	defer wg.Done()
	use(1)
}

func badArgument() {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(wg)
	wg.Wait() // want `wg\.Wait blocks forever`
}

// badShadow copies into a variable of the loop, as one did with the item before
// Go 1.22.
func badShadow(items []int) {
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1)
		item, wg := item, wg
		go func() {
			defer wg.Done()
			use(item)
		}()
	}
	wg.Wait() // want `wg\.Wait blocks forever`
}

// badLiteral hands a copy to the function literal.
func badLiteral() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(wg sync.WaitGroup) {
		defer wg.Done()
		use(1)
	}(wg)
	wg.Wait() // want `wg\.Wait blocks forever`
}

// badMethodValue copies the receiver when it makes the method value.
func badMethodValue() {
	var s task
	s.wg.Add(1)
	run := s.Run
	go run()
	s.wg.Wait() // want `s\.wg\.Wait blocks forever`
}

// clone copies all tasks at once, which is not seen.
func clone() {
	tasks := make([]task, 2)
	tasks[0].wg.Add(1)
	copies := slices.Clone(tasks)
	go func() {
		defer copies[0].wg.Done()
		use(copies[0].n)
	}()
	tasks[0].wg.Wait()
}

// badSend sends a copy.
func badSend() {
	var wg sync.WaitGroup
	ch := make(chan sync.WaitGroup, 1)
	wg.Add(1)
	ch <- wg
	go func() {
		got := <-ch
		got.Done()
	}()
	wg.Wait() // want `wg\.Wait blocks forever`
}

// A ref has a pointer, so that copies share the WaitGroup.
type ref struct {
	wg *sync.WaitGroup
	n  int
}

func (r ref) Run() {
	defer r.wg.Done()
	use(r.n)
}

func goodInterface() {
	var wg sync.WaitGroup
	wg.Add(1)
	var r runner = ref{&wg, 1}
	go r.Run() // ok: the same WaitGroup
	wg.Wait()
}

func goodPointerInInterface() {
	s := new(task)
	s.wg.Add(1)
	var d doer = s
	go d.Do() // ok: the interface has a pointer
	s.wg.Wait()
}

type doer interface{ Do() }

func (s *task) Do() {
	defer s.wg.Done()
	use(s.n)
}

func workOn(wg *sync.WaitGroup) {
	defer wg.Done()
	use(1)
}

func goodArgument() {
	var wg sync.WaitGroup
	wg.Add(1)
	go workOn(&wg) // ok: a pointer
	wg.Wait()
}

func goodClosure() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(wg *sync.WaitGroup) {
		defer wg.Done() // ok: a pointer
		use(1)
	}(&wg)
	wg.Wait()
}

// goodCopyBefore copies before anything is counted, and uses the copy only.
func goodCopyBefore() {
	base := make([]task, 1)
	copies := slices.Clone(base)
	copies[0].wg.Add(1)
	go func() {
		defer copies[0].wg.Done() // ok: the copy is counted and waited for
		use(1)
	}()
	copies[0].wg.Wait()
}
