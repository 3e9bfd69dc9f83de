// Package conditional counts on conditions.
package conditional

import "sync"

// A set is kept elsewhere.
type set interface {
	Has(string) bool
	Insert(string)
	Delete(string)
}

type named struct {
	group sync.WaitGroup
	keys  set
}

func (n *named) add(key string) {
	if !n.keys.Has(key) {
		n.keys.Insert(key)
		n.group.Add(1)
	}
}

func (n *named) goodDone(key string) {
	if n.keys.Has(key) {
		n.keys.Delete(key)
		n.group.Done() // ok: add has inserted the key
	}
}

func goodNamed(keys set) {
	n := &named{keys: keys}
	n.add("a")
	n.goodDone("a")
}

func (n *named) badDone() {
	n.group.Done() // want `n\.group\.Done panics: negative WaitGroup counter`
}

func badNamed(keys set) {
	n := &named{keys: keys}
	n.add("a")
	n.badDone()
	n.group.Wait()
}

// A queue is kept elsewhere.
type queue interface {
	Push(int)
	Pop() (int, bool)
}

// goodTree counts what it pushes.
func goodTree(q queue, list func(int) []int) {
	var pending sync.WaitGroup
	pending.Add(1)
	q.Push(0)
	push := func(n int) error {
		pending.Add(1)
		q.Push(n)
		return nil
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			n, ok := q.Pop()
			if !ok {
				continue
			}
			visit(n, list, push)
			pending.Done() // ok: once for each that was pushed
		}
	}()
	pending.Wait()
	close(done)
}

func visit(n int, list func(int) []int, push func(int) error) error {
	return each(list(n), func(child int) error {
		if child == 0 {
			return nil
		}
		return push(child)
	})
}

func each(list []int, do func(int) error) error {
	for _, n := range list {
		if err := do(n); err != nil {
			return err
		}
	}
	return nil
}

func badTwice() {
	var pending sync.WaitGroup
	pending.Add(1)
	go func() {
		for range 2 {
			pending.Done() // want `pending\.Done panics: negative WaitGroup counter`
		}
	}()
	pending.Wait()
}

// A runner runs tasks one by one.
type runner struct {
	mu    sync.Mutex
	cond  *sync.Cond
	tasks []func()
}

func newRunner() *runner {
	q := &runner{}
	q.cond = sync.NewCond(&q.mu)
	go q.loop()
	return q
}

func (q *runner) add(task func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, task)
	q.cond.Signal()
}

func (q *runner) loop() {
	for {
		q.mu.Lock()
		for len(q.tasks) == 0 {
			q.cond.Wait()
		}
		task := q.tasks[0]
		q.tasks = q.tasks[1:]
		q.mu.Unlock()
		task()
	}
}

func goodLastTask() {
	q := newRunner()
	var wg sync.WaitGroup
	wg.Add(1)
	for i := range 100 {
		q.add(func() {
			if i == 99 {
				wg.Done()
			}
		})
	}
	wg.Wait() // ok: the last task is done with it
}
