package trace

import (
	"fmt"
	"strings"
)

// verbs say what a goroutine does; an object can follow. The last of several words
// is for the object only.
var verbs = map[Op]string{
	Return:    "returns",
	Panic:     "panics",
	Exit:      "exits",
	Fail:      "fails",
	Sleep:     "sleeps",
	Stop:      "stops",
	Make:      "makes",
	Send:      "sends to",
	Receive:   "receives from",
	Close:     "closes",
	Select:    "selects",
	Lock:      "locks",
	Unlock:    "unlocks",
	RLock:     "read-locks",
	RUnlock:   "read-unlocks",
	Add:       "adds to",
	Done:      "is done with",
	Wait:      "waits for",
	Signal:    "signals",
	Broadcast: "wakes all waiting for",
	Do:        "runs the function of",
	Cancel:    "cancels",
	Read:      "reads",
	Write:     "writes",
}

// Account says all of a step but its place and its goroutine: "sends to errc
// (buffer 1/1): blocked forever". Names and texts are in it as they are: a program
// that prints traces it did not make escapes them.
func (t *Trace) Account(s Step) string {
	text := t.Phrase(s)
	if c := t.Condition(s); c != "" {
		text += " (" + c + ")"
	}
	if e := t.Ending(s); e != "" {
		text += ": " + e
	}
	return text
}

// Phrase says what a step does: "sends to errc".
func (t *Trace) Phrase(s Step) string {
	if s.Text != "" {
		return s.Text
	}
	if s.Op == Go && s.Peer != 0 {
		return fmt.Sprintf("starts goroutine %d", s.Peer)
	}
	verb, ok := verbs[s.Op]
	if !ok {
		verb = string(s.Op)
	}
	if s.Object != 0 {
		o := t.Objects[s.Object-1]
		if o.Kind == Context && o.Name != "" && s.Op == Receive {
			return verb + " " + o.Name + ".Done()"
		}
		return verb + " " + o.String()
	}
	if last := strings.LastIndexByte(verb, ' '); ok && last > 0 {
		verb = verb[:last]
	}
	return verb
}

// String returns the name of an object, or what it is if it has none.
func (o Object) String() string {
	switch {
	case o.Name != "":
		return o.Name
	case o.Kind.IsLock():
		return "a lock"
	case o.Kind == "":
		return "an object"
	}
	return "a " + string(o.Kind)
}

// Condition says in what state a step leaves its object, if that is worth
// saying: "buffer 1/2".
func (t *Trace) Condition(s Step) string {
	if s.State == nil || s.Object == 0 || s.Outcome == Panics {
		return ""
	}
	st := s.State
	switch kind := t.Objects[s.Object-1].Kind; {
	case st.Nil:
		return "nil"
	case kind == Channel && st.Closed && st.Len > 0:
		return fmt.Sprintf("closed, %d left", st.Len)
	case kind == Channel && st.Closed:
		return "closed"
	case kind == Channel && st.Cap > 0:
		return fmt.Sprintf("buffer %d/%d", st.Len, st.Cap)
	case kind == Context && st.Closed:
		return "cancelled"
	case kind == WaitGroup:
		return fmt.Sprintf("counter is %d", st.Count)
	case kind.IsLock() && st.Holder != 0 && st.Holder != s.Goroutine:
		return fmt.Sprintf("goroutine %d holds it", st.Holder)
	case kind.IsLock() && st.Readers > 1:
		return fmt.Sprintf("%d readers", st.Readers)
	}
	return ""
}

// Ending says what goes wrong in a step, in the words of the runtime; it is ""
// if nothing does.
func (t *Trace) Ending(s Step) string {
	switch s.Outcome {
	case "", Wrong:
		return ""
	case Waits:
		return "has to wait"
	case Blocks:
		return "blocked forever"
	case Panics:
		return t.panicText(s)
	}
	return string(s.Outcome)
}

func (t *Trace) panicText(s Step) string {
	readWrite := s.Object != 0 && t.Objects[s.Object-1].Kind == RWMutex
	switch {
	case s.Op == Panic:
		return "" // the verb says it
	case s.Op == Send:
		return "panic: send on closed channel"
	case s.Op == Close && s.State != nil && s.State.Nil:
		return "panic: close of nil channel"
	case s.Op == Close:
		return "panic: close of closed channel"
	case s.Op == Add, s.Op == Done:
		return "panic: sync: negative WaitGroup counter"
	case s.Op == Unlock && readWrite:
		return "fatal error: sync: Unlock of unlocked RWMutex"
	case s.Op == Unlock:
		return "fatal error: sync: unlock of unlocked mutex"
	case s.Op == RUnlock:
		return "fatal error: sync: RUnlock of unlocked RWMutex"
	}
	return "panic"
}
