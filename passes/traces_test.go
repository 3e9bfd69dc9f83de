package passes_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/badignore"
	"github.com/chanlint/chanlint/passes/trace"
)

// maxTrace bounds the encoding of a trace: the go command keeps it in its cache,
// for each finding.
const maxTrace = 16 << 10

func TestTraces(t *testing.T) {
	r, err := results()
	if err != nil {
		t.Fatal(err)
	}
	checkTraces(t, r)
	checkLength(t, r)
}

// checkTraces checks that there is a trace for each finding, and that it can be
// what happens.
func checkTraces(t *testing.T, r reported) {
	t.Helper()
	type finding struct{ at, pass, message string }
	traces := map[finding]*trace.Trace{}
	for _, d := range r.traces {
		tr, err := trace.Decode([]byte(d.Message))
		if err != nil {
			t.Errorf("%s: %v", d.place(), err)
			continue
		}
		if len(d.Message) > maxTrace {
			t.Errorf("%s: the trace has %d bytes", d.place(), len(d.Message))
		}
		if why := impossible(tr); why != "" {
			t.Errorf("%s: %s: %s\n%s", d.place(), d.Related[0].Message, why, tell(tr))
		}
		traces[finding{d.position(d.Pos).String(), d.Category, d.Related[0].Message}] = tr
	}
	for _, d := range r.findings {
		if traces[finding{d.position(d.Pos).String(), d.pass, d.Message}] == nil && d.pass != badignore.Analyzer.Name {
			t.Errorf("%s: no trace: %s", d.place(), d.Message)
		}
	}
}

// checkLength checks that traces are short, and tells how long they are.
func checkLength(t *testing.T, r reported) {
	t.Helper()
	var lengths []int
	for _, d := range r.traces {
		tr, err := trace.Decode([]byte(d.Message))
		if err != nil {
			t.Fatal(err)
		}
		lengths = append(lengths, len(tr.Steps))
	}
	if len(lengths) == 0 {
		t.Fatal("no traces")
	}
	slices.Sort(lengths)
	at := func(percent int) int { return lengths[(len(lengths)-1)*percent/100] }
	t.Logf("steps of %d traces: median %d, 95th percentile %d, most %d", len(lengths), at(50), at(95), at(100))
	if at(50) > 6 || at(95) > 14 {
		t.Errorf("the median of the steps is %d, want at most 6; the 95th percentile is %d, want at most 14", at(50), at(95))
	}
}

// impossible says why what a trace tells cannot happen, "" if it can.
func impossible(tr *trace.Trace) string {
	started := make([]bool, len(tr.Goroutines))
	gone := make([]bool, len(tr.Goroutines))
	before := make([]*trace.State, len(tr.Objects)) // nil after what is left out
	bad := false
	for i, s := range tr.Steps {
		g := s.Goroutine - 1
		switch {
		case !s.Pos.IsValid():
			return fmt.Sprintf("step %d has no position", i+1)
		case s.End.IsValid() && (s.End.File != s.Pos.File || cmp.Or(cmp.Compare(s.Pos.Line, s.End.Line), cmp.Compare(s.Pos.Column, s.End.Column)) >= 0):
			return fmt.Sprintf("step %d ends before it begins", i+1)
		case tr.Goroutines[g].Start.IsValid() && !started[g]:
			return fmt.Sprintf("goroutine %d does something before it is started", g+1)
		case gone[g]:
			return fmt.Sprintf("goroutine %d does something after its end", g+1)
		case bad && !s.Outcome.IsBad() && s.Text == "":
			return fmt.Sprintf("step %d comes after the end", i+1)
		}
		bad = bad || s.Outcome.IsBad()
		gone[g] = s.Op == trace.Return || s.Op == trace.Exit || s.Op == trace.Panic || s.Outcome == trace.Panics
		if s.Op == trace.Go {
			started[s.Peer-1] = true
		}
		if s.Skipped > 0 {
			clear(before)
		}
		if s.Object == 0 {
			continue
		}
		kind := tr.Objects[s.Object-1].Kind
		if why := wrongState(kind, before[s.Object-1], s); why != "" {
			return fmt.Sprintf("step %d: %s", i+1, why)
		}
		before[s.Object-1] = s.State
	}
	if !bad || !tr.Steps[len(tr.Steps)-1].Outcome.IsBad() {
		return "nothing goes wrong in the end"
	}
	return ""
}

// wrongState says why an object cannot be in the state after a step.
func wrongState(kind trace.Kind, before *trace.State, s trace.Step) string {
	st := s.State
	if st == nil {
		return ""
	}
	ok := s.Outcome == ""
	switch {
	case st.Len < 0 || st.Len > st.Cap:
		return fmt.Sprintf("the buffer has %d of %d", st.Len, st.Cap)
	case ok && kind.IsLock() && s.Op == trace.Lock && st.Holder != s.Goroutine,
		ok && s.Op == trace.RLock && st.Readers == 0,
		ok && s.Op == trace.Unlock && st.Holder != 0:
		return fmt.Sprintf("the lock is held by %d", st.Holder)
	case ok && s.Op == trace.Close && !st.Closed:
		return "the channel is open"
	case s.Outcome == trace.Blocks && s.Op == trace.Receive && (st.Closed || st.Len > 0):
		return "it need not be blocked"
	case s.Outcome == trace.Blocks && s.Op == trace.Send && (st.Closed || st.Len < st.Cap):
		return "it need not be blocked"
	case s.Outcome == trace.Blocks && s.Op == trace.Wait && kind == trace.WaitGroup && st.Count == 0:
		return "it need not be blocked"
	case s.Outcome == trace.Blocks && s.Op == trace.Lock && st.Holder == 0 && st.Readers == 0:
		return "nobody holds the lock"
	}
	if before == nil || kind != trace.Channel || !ok || st.Cap == 0 {
		return ""
	}
	change := map[trace.Op]int{trace.Send: 1, trace.Receive: -1}[s.Op]
	if st.Closed && before.Len == 0 && s.Op == trace.Receive {
		change = 0
	}
	if st.Len != before.Len+change {
		return fmt.Sprintf("the buffer has %d after %d", st.Len, before.Len)
	}
	return ""
}

// tell returns a trace as text.
func tell(tr *trace.Trace) string {
	var b strings.Builder
	for i, g := range tr.Goroutines {
		fmt.Fprintf(&b, "\tgoroutine %d: %s, started on line %d\n", i+1, g.Name, g.Start.Line)
	}
	for _, s := range tr.Steps {
		fmt.Fprintf(&b, "\t%d: goroutine %d %s\n", s.Pos.Line, s.Goroutine, tr.Account(s))
	}
	return b.String()
}
