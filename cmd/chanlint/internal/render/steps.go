package render

import (
	"fmt"
	"path"
	"strings"

	"github.com/chanlint/chanlint/passes/trace"
)

// A moment is what is drawn at one height: a step, or two that meet.
type moment []int // indexes of steps

// moments returns the steps of a trace in order of time.
func moments(t *trace.Trace) []moment {
	var list []moment
	for i := 0; i < len(t.Steps); i++ {
		if t.IsMeeting(i) {
			list = append(list, moment{i, i + 1})
			i++
		} else {
			list = append(list, moment{i})
		}
	}
	return list
}

// hasStart reports for each goroutine whether a step starts it; the others are
// there from the beginning.
func hasStart(t *trace.Trace) []bool {
	list := make([]bool, len(t.Goroutines))
	for _, s := range t.Steps {
		if s.Op == trace.Go && s.Peer != 0 {
			list[s.Peer-1] = true
		}
	}
	return list
}

// verbs say what a goroutine does; an object can follow. The last of several words
// is for the object only.
var verbs = map[trace.Op]string{
	trace.Return:    "returns",
	trace.Panic:     "panics",
	trace.Exit:      "exits",
	trace.Sleep:     "sleeps",
	trace.Make:      "makes",
	trace.Send:      "sends to",
	trace.Receive:   "receives from",
	trace.Close:     "closes",
	trace.Select:    "selects",
	trace.Lock:      "locks",
	trace.Unlock:    "unlocks",
	trace.RLock:     "read-locks",
	trace.RUnlock:   "read-unlocks",
	trace.Add:       "adds to",
	trace.Done:      "is done with",
	trace.Wait:      "waits for",
	trace.Signal:    "signals",
	trace.Broadcast: "wakes all waiting for",
	trace.Do:        "runs the function of",
	trace.Cancel:    "cancels",
	trace.Read:      "reads",
	trace.Write:     "writes",
}

// phrase says what a step does: "sends to errc".
func phrase(t *trace.Trace, s trace.Step) string {
	if s.Text != "" {
		return short(s.Text)
	}
	if s.Op == trace.Go && s.Peer != 0 {
		return fmt.Sprintf("starts goroutine %d", s.Peer)
	}
	verb, ok := verbs[s.Op]
	if !ok {
		verb = short(string(s.Op))
	}
	if s.Object != 0 {
		return verb + " " + objectName(t.Objects[s.Object-1])
	}
	if last := strings.LastIndexByte(verb, ' '); ok && last > 0 {
		verb = verb[:last]
	}
	return verb
}

// objectName returns the name of an object, or what it is if it has none.
func objectName(o trace.Object) string {
	switch {
	case o.Name != "":
		return short(o.Name)
	case o.Kind.IsLock():
		return "a lock"
	case o.Kind == "":
		return "an object"
	}
	return "a " + short(string(o.Kind))
}

// condition says in what state a step leaves its object, if that is worth
// saying: "buffer 1/2".
func condition(t *trace.Trace, s trace.Step) string {
	if s.State == nil || s.Object == 0 || s.Outcome == trace.Panics {
		return ""
	}
	st := s.State
	switch kind := t.Objects[s.Object-1].Kind; {
	case st.Nil:
		return "nil"
	case kind == trace.Channel && st.Closed && st.Len > 0:
		return fmt.Sprintf("closed, %d left", st.Len)
	case kind == trace.Channel && st.Closed:
		return "closed"
	case kind == trace.Channel && st.Cap > 0:
		return fmt.Sprintf("buffer %d/%d", st.Len, st.Cap)
	case kind == trace.Context && st.Closed:
		return "cancelled"
	case kind == trace.WaitGroup:
		return fmt.Sprintf("counter is %d", st.Count)
	case kind.IsLock() && st.Holder != 0 && st.Holder != s.Goroutine:
		return fmt.Sprintf("goroutine %d holds it", st.Holder)
	case kind.IsLock() && st.Readers > 1:
		return fmt.Sprintf("%d readers", st.Readers)
	}
	return ""
}

// ending says what goes wrong in a step, in the words of the runtime.
func ending(t *trace.Trace, s trace.Step) string {
	switch s.Outcome {
	case "", trace.Wrong:
		return ""
	case trace.Waits:
		return "has to wait"
	case trace.Blocks:
		return "blocked forever"
	case trace.Panics:
		return panicText(t, s)
	}
	return short(string(s.Outcome))
}

func panicText(t *trace.Trace, s trace.Step) string {
	readWrite := s.Object != 0 && t.Objects[s.Object-1].Kind == trace.RWMutex
	switch {
	case s.Op == trace.Panic:
		return "" // the verb says it
	case s.Op == trace.Send:
		return "panic: send on closed channel"
	case s.Op == trace.Close && s.State != nil && s.State.Nil:
		return "panic: close of nil channel"
	case s.Op == trace.Close:
		return "panic: close of closed channel"
	case s.Op == trace.Add, s.Op == trace.Done:
		return "panic: sync: negative WaitGroup counter"
	case s.Op == trace.Unlock && readWrite:
		return "fatal error: sync: Unlock of unlocked RWMutex"
	case s.Op == trace.Unlock:
		return "fatal error: sync: unlock of unlocked mutex"
	case s.Op == trace.RUnlock:
		return "fatal error: sync: RUnlock of unlocked RWMutex"
	}
	return "panic"
}

// account says all of a step but its place and its goroutine: "sends to errc
// (buffer 1/1): blocked forever".
func account(t *trace.Trace, s trace.Step) string {
	text := phrase(t, s)
	if c := condition(t, s); c != "" {
		text += " (" + c + ")"
	}
	if e := ending(t, s); e != "" {
		text += ": " + e
	}
	return text
}

// sentence says all of a step but its place.
func sentence(t *trace.Trace, s trace.Step) string { return title(s.Goroutine-1) + " " + account(t, s) }

// title returns the name of a goroutine in the order of a trace, from 0.
func title(i int) string { return fmt.Sprintf("goroutine %d", i+1) }

// origin says what a goroutine runs and where it was started, as seen from a
// file.
func (s *sources) origin(g trace.Goroutine, from string) string {
	text := short(g.Name)
	if g.Start.IsValid() {
		text += fmt.Sprintf(", started on line %s", s.place(g.Start, from))
	}
	return strings.TrimPrefix(text, ", ")
}

// place returns the line of a position, with the file unless it is that one.
func (s *sources) place(p trace.Position, from string) string {
	if !p.IsValid() {
		return "?"
	}
	if p.File == from {
		return fmt.Sprint(p.Line)
	}
	return visible(fmt.Sprintf("%s:%d", path.Base(s.name(p.File)), p.Line))
}

// short returns the words of a trace as a picture can show them.
func short(s string) string { return clip(visible(s), 100, false) }

// left says that steps are left out.
func left(n int) string { return count(n, "step") + " left out" }

// count returns a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
