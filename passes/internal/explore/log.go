package explore

import "github.com/chanlint/chanlint/passes/internal/model"

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

// all returns the events of a run in one list.
func (r *run) all() []Event {
	if r.before != nil {
		out := make([]Event, r.before.len()+len(r.events))
		n := copy(out[r.before.len():], r.events)
		for l, end := r.before, len(out)-n; l != nil; l = l.before {
			end -= copy(out[end-len(l.events):], l.events)
		}
		r.before, r.events = nil, out
	}
	return r.events
}
