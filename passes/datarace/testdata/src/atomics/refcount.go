package atomics

import "sync/atomic"

type query struct {
	refs uint32
	text string
}

func (q *query) hold() { atomic.AddUint32(&q.refs, 1) }

func (q *query) release() {
	if atomic.AddUint32(&q.refs, ^uint32(0)) == 0 {
		*q = query{refs: 1} // want `variable q is written here and written on line 37 by another goroutine without synchronisation`
	}
}

func goodCounted(q *query, use func(string)) {
	q.hold()
	go func() {
		defer q.release()
		use(q.text)
	}()
	q.hold()
	go func() {
		defer q.release()
		use(q.text)
	}()
}

func badCounted(use func(string)) {
	q := &query{refs: 1}
	go func() {
		defer q.release()
		use("")
	}()
	q.text = ""
}
