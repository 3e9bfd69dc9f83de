package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// An eventLog is what happened before a run went several ways: all of these share it.
type eventLog struct {
	before *eventLog
	events []Event
	n      int // events, with those before
}

func (l *eventLog) len() int {
	if l == nil {
		return 0
	}
	return l.n
}

// note adds an event to a run.
func (r *run) note(e Event) {
	r.events = append(r.events, e)
	if e.Kind == EvBug || e.Kind == EvOp && (e.Op == model.Fail || e.Op == model.Recv && choiceKind(e.Aux) == cClosed) {
		r.went = mixed(r.went, uint64(e.Site.Pos)<<8|uint64(e.Aux))
	}
}

// log returns the events of a run so far, for others to go on from.
func (r *run) log() *eventLog {
	if len(r.events) == 0 {
		return r.before
	}
	return &eventLog{r.before, r.events, r.before.len() + len(r.events)}
}

// inOrder returns the events of a run in one list, for which it may use a buffer: it is
// valid until that is used again.
func (r *run) inOrder(buf *[]Event) []Event {
	if r.before == nil {
		return r.events
	}
	n := r.before.len() + len(r.events)
	*buf = slices.Grow((*buf)[:0], n)[:n]
	r.copyTo(*buf)
	return *buf
}

// all returns the events of a run in one list.
func (r *run) all() []Event {
	if r.before != nil {
		out := make([]Event, r.before.len()+len(r.events))
		r.copyTo(out)
		r.before, r.events = nil, out
	}
	return r.events
}

// copyTo copies the events of a run to a list of their number.
func (r *run) copyTo(out []Event) {
	end := r.before.len()
	copy(out[end:], r.events)
	for l := r.before; l != nil; l = l.before {
		end -= copy(out[end-len(l.events):], l.events)
	}
}
