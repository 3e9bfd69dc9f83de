package render

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/trace"
)

var update = flag.Bool("update", false, "write the golden files")

// example returns the report of the golden files: a send on a closed channel with
// a meeting, a leak with a buffer and steps left out, a deadlock of two locks, a
// finding without a trace, and a wrong step after a meeting across a goroutine.
func example(t testing.TB) *Report {
	root, err := filepath.Abs(filepath.Join("testdata", "example"))
	if err != nil {
		t.Fatal(err)
	}
	in := func(name string) places { return places{filepath.Join(root, filepath.FromSlash(name))} }
	return &Report{
		Root:    root,
		Version: "v1.2.3",
		Passes: []*analysis.Analyzer{
			pass("sendclosed", "report sends on channels that are or may be closed"),
			pass("goroutineleak", "report goroutines that block forever"),
			pass("lockorder", "report locks that are taken in opposite orders"),
			pass("closedrecv", "report loops that spin on a closed channel"),
			pass("heldlock", "report locks left locked, locked twice or not held"),
		},
		Findings: []Finding{
			early(in("early/main.go")),
			leak(in("fetch/fetch.go")),
			deadlock(in("bank/bank.go")),
			untraced(in("poll/poll.go")),
			held(in("work/work.go")),
		},
	}
}

func pass(name, summary string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: name,
		Doc:  name + ": " + summary + "\n\nThe page of " + name + ".\n\n# Terms\n\nA term:\n\n\tch <- 1\n",
		URL:  "https://pkg.go.dev/github.com/chanlint/chanlint/passes/" + name,
	}
}

type places struct{ file string }

func (p places) at(line, column int) trace.Position {
	return trace.Position{File: p.file, Line: line, Column: column}
}

func early(in places) Finding {
	return Finding{
		Pass: "sendclosed", Category: "sendclosed", Package: "example.com/m/early",
		Message: "send on channel lengths that another goroutine can close first (closed on line 15)",
		Pos:     in.at(22, 3), End: in.at(22, 23),
		Related: []Related{{Pos: in.at(15, 7), Message: "closed here"}},
		Trace: &trace.Trace{
			Goroutines: []trace.Goroutine{{Name: "main"}, {Name: "main.func1", Start: in.at(12, 14)}},
			Objects:    []trace.Object{{Name: "lengths", Kind: trace.Channel, Made: in.at(10, 17)}},
			Steps: []trace.Step{
				{Goroutine: 1, Pos: in.at(10, 17), Op: trace.Make, Object: 1, State: &trace.State{}},
				{Goroutine: 1, Pos: in.at(12, 14), Op: trace.Go, Peer: 2},
				{Goroutine: 1, Pos: in.at(14, 24), End: in.at(14, 33), Op: trace.Receive, Object: 1, Peer: 2, State: &trace.State{}},
				{Goroutine: 2, Pos: in.at(22, 11), Op: trace.Send, Object: 1, Peer: 1, State: &trace.State{}},
				{Goroutine: 2, Pos: in.at(22, 11), Op: trace.Send, Object: 1, State: &trace.State{}, Outcome: trace.Waits},
				{Goroutine: 1, Pos: in.at(15, 7), Op: trace.Close, Object: 1, State: &trace.State{Closed: true}},
				{Goroutine: 2, Pos: in.at(22, 11), Op: trace.Send, Object: 1, State: &trace.State{Closed: true}, Outcome: trace.Panics},
			},
		},
	}
}

func leak(in places) Finding {
	buffered := func(n int) *trace.State { return &trace.State{Len: n, Cap: 1} }
	return Finding{
		Pass: "goroutineleak", Category: "goroutineleak", Package: "example.com/m/fetch [example.com/m/fetch.test]",
		Message: "goroutine blocks forever sending to pages (caller returns on line 18 without receiving)",
		Pos:     in.at(15, 15), End: in.at(15, 35),
		Fixes: []Fix{{"Make room for the others", []Edit{
			{in.file, 290, 291, "len(mirrors)"},
			{in.file, 0, 0, "// Mirrors.\n"},
		}}},
		Trace: &trace.Trace{
			Goroutines: []trace.Goroutine{
				{Name: "First"},
				{Name: "First.func1", Start: in.at(15, 3)},
				{Name: "First.func1", Start: in.at(15, 3)},
				{Name: "First.func1", Start: in.at(15, 3)},
			},
			Objects: []trace.Object{{Name: "pages", Kind: trace.Channel, Made: in.at(13, 15)}},
			Steps: []trace.Step{
				{Goroutine: 1, Pos: in.at(13, 15), Op: trace.Make, Object: 1, State: buffered(0)},
				{Goroutine: 1, Pos: in.at(15, 3), Op: trace.Go, Peer: 2},
				{Goroutine: 1, Pos: in.at(15, 3), Op: trace.Go, Peer: 3},
				{Goroutine: 1, Pos: in.at(15, 3), Op: trace.Go, Peer: 4},
				{Goroutine: 2, Pos: in.at(15, 21), Op: trace.Send, Object: 1, State: buffered(1)},
				{Goroutine: 1, Pos: in.at(17, 10), Op: trace.Receive, Object: 1, State: buffered(0)},
				{Goroutine: 1, Pos: in.at(18, 3), Op: trace.Return, Skipped: 2},
				{Goroutine: 3, Pos: in.at(15, 21), Op: trace.Send, Object: 1, State: buffered(1)},
				{Goroutine: 4, Pos: in.at(15, 21), Op: trace.Send, Object: 1, State: buffered(1), Outcome: trace.Blocks},
			},
		},
	}
}

func deadlock(in places) Finding {
	return Finding{
		Pass: "lockorder", Package: "example.com/m/bank",
		Message: "b.ledger is locked while b.main.mu is held; on line 24 they are locked in the opposite order",
		Pos:     in.at(18, 2), End: in.at(18, 18),
		Trace: &trace.Trace{
			Goroutines: []trace.Goroutine{{Name: "(*bank).deposit"}, {Name: "(*bank).close"}},
			Objects:    []trace.Object{{Name: "b.main.mu", Kind: trace.Mutex}, {Name: "b.ledger", Kind: trace.RWMutex}},
			Steps: []trace.Step{
				{Goroutine: 1, Pos: in.at(16, 18), Op: trace.Lock, Object: 1, State: &trace.State{Holder: 1}},
				{Goroutine: 2, Pos: in.at(24, 15), Op: trace.Lock, Object: 2, State: &trace.State{Holder: 2}},
				{Goroutine: 1, Pos: in.at(18, 16), Op: trace.RLock, Object: 2, State: &trace.State{Holder: 2}, Outcome: trace.Blocks},
				{Goroutine: 2, Pos: in.at(25, 16), Op: trace.Lock, Object: 1, State: &trace.State{Holder: 1}, Outcome: trace.Blocks},
			},
		},
	}
}

func untraced(in places) Finding {
	return Finding{
		Pass: "closedrecv", Package: "example.com/m/poll",
		Message: "receive from größen yields zero values forever once it is closed; check ok",
		Pos:     in.at(6, 19), End: in.at(6, 29), // bytes
		Related: []Related{{Pos: in.at(4, 2), End: in.at(4, 5), Message: "loop is here"}},
	}
}

func held(in places) Finding {
	return Finding{
		Pass: "heldlock", Package: "example.com/m/work",
		Message: "return with p.mu locked on line 22; the return on line 28 unlocks it",
		Pos:     in.at(24, 3), End: in.at(24, 36),
		Trace: &trace.Trace{
			Goroutines: []trace.Goroutine{{Name: "(*pool).submit"}, {Name: "(*pool).report", Start: in.at(15, 2)}, {Name: "(*pool).work", Start: in.at(16, 2)}},
			Objects:    []trace.Object{{Name: "p.jobs", Kind: trace.Channel}, {Name: "p.mu", Kind: trace.RWMutex}},
			Steps: []trace.Step{
				{Goroutine: 1, Pos: in.at(15, 2), Op: trace.Go, Peer: 2},
				{Goroutine: 1, Pos: in.at(16, 2), Op: trace.Go, Peer: 3},
				{Goroutine: 1, Pos: in.at(21, 9), Op: trace.Send, Object: 1, Peer: 3, State: &trace.State{}},
				{Goroutine: 3, Pos: in.at(32, 19), Op: trace.Receive, Object: 1, Peer: 1, State: &trace.State{}},
				{Goroutine: 3, Pos: in.at(33, 13), Op: trace.RLock, Object: 2, State: &trace.State{Readers: 1}},
				{Goroutine: 1, Pos: in.at(22, 11), Op: trace.Lock, Object: 2, State: &trace.State{Readers: 1}, Outcome: trace.Waits},
				{Goroutine: 3, Pos: in.at(35, 15), Op: trace.RUnlock, Object: 2, State: &trace.State{}},
				{Goroutine: 1, Pos: in.at(22, 11), Op: trace.Lock, Object: 2, State: &trace.State{Holder: 1}},
				{Goroutine: 1, Pos: in.at(24, 3), Op: trace.Return, Outcome: trace.Wrong, Text: "returns with p.mu locked"},
			},
		},
	}
}

// printed returns the report in a format.
func printed(t testing.TB, r *Report, format string, opts Options) string {
	t.Helper()
	f, ok := Lookup(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	var out strings.Builder
	if err := f.Write(&out, r, opts); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// checkGolden compares an output with a golden file.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i, line := range gotLines {
		if i >= len(wantLines) || line != wantLines[i] {
			t.Fatalf("%s differs from the golden file (go test -update writes it), first on line %d:\n%s", name, i+1, line)
		}
	}
	if len(gotLines) < len(wantLines) {
		t.Errorf("%s is shorter than the golden file", name)
	}
}
