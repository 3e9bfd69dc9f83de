package render

import (
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/trace"
)

// TestStarter checks that a goroutine which only starts another one has no column,
// and that one which does more keeps it.
func TestStarter(t *testing.T) {
	at := func(line int) trace.Position { return trace.Position{File: "a.go", Line: line, Column: 1} }
	makeTrace := func(more ...trace.Step) *trace.Trace {
		return &trace.Trace{
			Goroutines: []trace.Goroutine{{Name: "main"}, {Name: "work", Start: at(2)}, {Name: "help", Start: at(6)}},
			Objects:    []trace.Object{{Name: "mu", Kind: trace.Mutex}},
			Steps: append([]trace.Step{
				{Goroutine: 1, Pos: at(2), Op: trace.Go, Peer: 2},
				{Goroutine: 2, Pos: at(5), Op: trace.Lock, Object: 1, State: &trace.State{Holder: 2}},
				{Goroutine: 2, Pos: at(6), Op: trace.Go, Peer: 3},
			}, more...),
		}
	}
	blocked := trace.Step{Goroutine: 3, Pos: at(9), Op: trace.Lock, Object: 1, State: &trace.State{Holder: 2}, Outcome: trace.Blocks}
	for name, test := range map[string]struct {
		trace *trace.Trace
		first string // the first column
	}{
		"starts only":  {makeTrace(blocked), "goroutine 2"},
		"acts later":   {makeTrace(blocked, trace.Step{Goroutine: 1, Pos: at(3), Op: trace.Return}), "goroutine 1"},
		"meets":        {makeTrace(trace.Step{Goroutine: 3, Pos: at(9), Op: trace.Send, Peer: 1, Outcome: trace.Blocks}), "goroutine 1"},
		"holds a lock": {makeTrace(trace.Step{Goroutine: 3, Pos: at(9), Op: trace.Lock, Object: 1, State: &trace.State{Holder: 1}, Outcome: trace.Blocks}), "goroutine 1"},
		"alone":        {&trace.Trace{Goroutines: []trace.Goroutine{{Name: "main"}}, Steps: []trace.Step{{Goroutine: 1, Pos: at(2), Op: trace.Go}}}, "goroutine 1"},
	} {
		r := &Report{Findings: []Finding{{Pass: "deadlock", Message: "it blocks", Pos: at(9), Trace: test.trace}}}
		for _, opts := range []Options{{}, {Width: 90, ASCII: true}} {
			text := printed(t, r, "text", opts)
			if columns := strings.TrimSpace(strings.SplitN(text, "\n", 4)[2]); !strings.HasPrefix(columns, test.first+" ") && columns != test.first {
				t.Errorf("%s: the columns are %s, want %s first:\n%s", name, columns, test.first, text)
			}
			if name == "starts only" && (strings.Contains(text, "starts goroutine 2") || !strings.Contains(text, "started on line 2")) {
				t.Errorf("%s:\n%s", name, text)
			}
		}
	}
}
