package witness

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
	"github.com/chanlint/chanlint/passes/trace"
)

// TestOf checks the steps of runs: what leads to the end, in order, and nothing
// else. The positions of the models are lines.
func TestOf(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"send on closed", `
func root/0 {
	s0 = makechan 1 'ch' @1
	s1 = makechan 1 'other' @2
	send s1 1 'other' @3
	close s0 'ch' @4
	send s0 1 'ch' @5
	ret
}`, `
goroutine 1: root
1: 1 makes ch (buffer 0/1)
4: 1 closes ch (closed)
5: 1 sends to ch: panic: send on closed channel`},
		{"leak", `
func root/0 {
	s0 = makechan 0 'ch' @1
	call s0 :go <f> @2
	ret @3
}
func f/1 {
	send s0 1 'ch' @10
	ret
}`, `
goroutine 1: root
goroutine 2: f, started on line 2
1: 1 makes ch
2: 1 starts goroutine 2
3: 1 returns
10: 2 sends to ch: blocked forever`},
		{"the partner turns away, and has something left to do", `
func root/0 {
	s0 = makechan 0 'ch' @1
	s1 = makechan 0 'stop' @2
	s2 = makechan 0 'done' @3
	call s0 s1 s2 :go <serve> @4
	call s0 :go <ask> @5
	close s1 'stop' @6
	s3 = recv s2 :i 'done' @7
	ret @8
}
func serve/3 {
	s3, s4 = select :1 @10 | recv _ s0 :i 'ch' @11 | recv _ s1 :i 'stop' @12
	close s2 'done' @13
	ret @14
}
func ask/1 {
	send s0 1 'ch' @20
	ret
}`, `
goroutine 1: root
goroutine 2: serve, started on line 4
goroutine 3: ask, started on line 5
1: 1 makes ch
4: 1 starts goroutine 2
5: 1 starts goroutine 3
6: 1 closes stop (closed)
12: 2 receives from stop (closed)
20: 3 sends to ch: blocked forever`},
		{"meeting, and why the partner leaves", `
func root/0 {
	s0 = makechan 0 'ch' @1
	s1 = makechan 0 'stop' @2
	call s0 s1 :go <f> @3
	s2 = recv s0 :i 'ch' @4
	s3, s4 = select :1 @5 | recv _ s1 :i 'stop' @5 | recv _ s0 :i 'ch' @5
	ret @6
}
func f/2 {
	send s0 1 'ch' @10
	close s1 'stop' @11
	send s0 2 'ch' @12
	ret
}`, `
goroutine 1: root
goroutine 2: f, started on line 3
1: 1 makes ch
3: 1 starts goroutine 2
... 2 left out
11: 2 closes stop (closed)
5: 1 receives from stop (closed)
6: 1 returns
12: 2 sends to ch: blocked forever`},
		{"waiting at a buffer", `
func root/0 {
	s0 = makechan 1 'ch' @1
	call s0 :go <f> @2
	s1 = recv s0 :i 'ch' @3
	s1 = recv s0 :i 'ch' @4
	ret
}
func f/1 {
	send s0 1 'ch' @10
	ret @11
}`, `
goroutine 1: root
goroutine 2: f, started on line 2
1: 1 makes ch (buffer 0/1)
2: 1 starts goroutine 2
10: 2 sends to ch (buffer 1/1)
3: 1 receives from ch (buffer 0/1)
11: 2 returns
4: 1 receives from ch (buffer 0/1): blocked forever`},
		{"full buffer", `
func root/0 {
	s0 = makechan 2 'ch' @1
	send s0 1 'ch' @2
	send s0 1 'ch' @3
	send s0 1 'ch' @4
	ret
}`, `
goroutine 1: root
1: 1 makes ch (buffer 0/2)
2: 1 sends to ch (buffer 1/2)
3: 1 sends to ch (buffer 2/2)
4: 1 sends to ch (buffer 2/2): blocked forever`},
		{"locks in opposite orders", `
func root/0 {
	s0 = new :1 @1
	s1 = new :1 @2
	call s0 s1 :go <f> @3
	lock s0 'a' @4
	lock s1 'b' @5
	unlock s1 'b' @6
	unlock s0 'a' @7
	ret
}
func f/2 {
	lock s1 'b' @10
	lock s0 'a' @11
	unlock s0 'a' @12
	unlock s1 'b' @13
	ret
}`, `
goroutine 1: root
goroutine 2: f, started on line 3
3: 1 starts goroutine 2
4: 1 locks a
10: 2 locks b
11: 2 locks a (goroutine 1 holds it): blocked forever
5: 1 locks b (goroutine 2 holds it): blocked forever`},
		{"wait group", `
func root/0 {
	s0 = new :1 @1
	wgadd s0 1 'wg' @2
	call s0 :go <f> @3
	wgwait s0 'wg' @4
	ret
}
func f/1 {
	ret @10
}`, `
goroutine 1: root
2: 1 adds to wg (counter is 1)
4: 1 waits for wg (counter is 1): blocked forever`},
		{"who cannot be done", `
func root/0 {
	s0 = new :1 @1
	s1 = makechan 0 'jobs' @2
	call s0 1 <(*sync.WaitGroup).Add> 'wg' @3
	call s0 s1 :go <f> @4
	call s0 <(*sync.WaitGroup).Wait> 'wg' @5
	ret
}
func f/2 {
	s2 = recv s1 :i 'jobs' @10
	call s0 <(*sync.WaitGroup).Done> 'wg' @11
	ret
}`, `
goroutine 1: root
goroutine 2: f, started on line 4
2: 1 makes jobs
3: 1 adds to wg (counter is 1)
4: 1 starts goroutine 2
10: 2 receives from jobs: blocked forever
5: 1 waits for wg (counter is 1): blocked forever`},
		{"a writer that waits", `
func root/0 {
	s0 = new :1 @1
	call s0 <(*sync.RWMutex).RLock> 'mu' @2
	call s0 :go <f> @3
	sleep @4
	call s0 <(*sync.RWMutex).RLock> 'mu' @5
	call s0 <(*sync.RWMutex).RUnlock> 'mu' @6
	call s0 <(*sync.RWMutex).RUnlock> 'mu' @7
	ret
}
func f/1 {
	call s0 <(*sync.RWMutex).Lock> 'mu' @10
	call s0 <(*sync.RWMutex).Unlock> 'mu' @11
	ret
}`, `
goroutine 1: root
goroutine 2: f, started on line 3
2: 1 read-locks mu
3: 1 starts goroutine 2
10: 2 locks mu: has to wait
5: 1 read-locks mu: blocked forever`},
		{"a cancelled context", `
func root/0 {
	s0 = childdone nil :4 @1
	s1 = childdone s0 :4 @2
	s2 = makechan 0 'ch' @3
	call s1 s2 :go <f> @4
	cancel s0 @5
	send s2 1 'ch' @6
	ret
}
func f/2 {
	s2, s3 = select :1 | recv _ s0 :x 'ctx.Done()' @10 | recv _ s1 :i 'ch' @11
	s4 = bin s2 0 :==
	br s4 -> L1 L2
L1:
	ret @12
L2:
	ret @13
}`, `
goroutine 1: root
goroutine 2: f, started on line 4
3: 1 makes ch
4: 1 starts goroutine 2
5: 1 cancels a context (cancelled)
10: 2 receives from ctx.Done() (cancelled)
12: 2 returns
6: 1 sends to ch: blocked forever`},
		{"nil channel", `
func root/0 {
	s0 = recv nil :i 'ch' @1
	ret
}`, `
goroutine 1: root
1: 1 receives from ch (nil): blocked forever`},
		{"channel of another package", `
func root/0 {
	s0 = makechan 0 'events' @1
	s1 = call s0 <lib.Coalesce> 'events' @2
	ret @3
}
func lib.Coalesce/1 {
	s1 = makechan 0 'ret' @10
	call s1 :go <lib.Coalesce$1> @11
	ret s1
}
func lib.Coalesce$1/1 {
	send s0 1 'ret' @12
	ret
}`, `
goroutine 1: root
goroutine 2: Coalesce.func1, started on line 2
2: 1 calls lib.Coalesce
2: 1 starts goroutine 2
3: 1 returns
2: 2 sends to the channel of lib.Coalesce: blocked forever`},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := first(t, test.text)
			if got := told(t, f); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestReadable(t *testing.T) {
	for name, want := range map[string]string{
		"main.main":                             "main",
		"example.com/m/pkg.First$1":             "First.func1",
		"example.com/m.v2/pkg.First$1$2":        "First.func1.2",
		"(*example.com/m/pkg.Pool).run":         "(*Pool).run",
		"(example.com/m/pkg.Pool).run$bound":    "Pool.run",
		"(*example.com/m/pkg.Pool).run$1":       "(*Pool).run.func1",
		"pkg.Map[example.com/m/a.Key string]$1": "Map.func1",
		"init$1":                                "init.func1",
	} {
		if got := readable(name); got != want {
			t.Errorf("readable(%s) = %s, want %s", name, got, want)
		}
	}
}

// TestLongRun checks that a long run is shortened, and says so.
func TestLongRun(t *testing.T) {
	text := "func root/0 {\n\ts0 = makechan 40 'ch' @1\n"
	for range 20 {
		text += "\tsend s0 1 'ch' @2\n"
	}
	text += "\tclose s0 'ch' @3\n\tclose s0 'ch' @4\n\tret\n}"
	f := first(t, text)
	w := Of(f, line)
	n := len(w.Steps)
	if n != room[context] || w.Steps[0].Op != trace.Make || w.Steps[n-1].Outcome != trace.Panics || w.Steps[1].Skipped != 17 {
		t.Errorf("got %s", told(t, f))
	}
}

// first returns the first finding of a program whose root is its first function.
func first(t *testing.T, text string) *detect.Finding {
	t.Helper()
	funcs, err := model.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range funcs {
		if strings.HasPrefix(f.Name, "lib.") {
			f.Flags |= model.Transparent | model.Foreign
		}
	}
	fs := detect.Find(explore.Run(link.New(funcs, nil, nil, known.Tables{}), 0, nil, explore.Options{}))
	if len(fs) == 0 {
		t.Fatal("no finding")
	}
	return &fs[0]
}

func line(p model.Pos) trace.Position {
	if p == 0 {
		return trace.Position{}
	}
	return trace.Position{File: "a.go", Line: int(p)}
}

// told returns a witness as text.
func told(t *testing.T, f *detect.Finding) string {
	w := Of(f, line)
	if _, err := trace.Encode(w.Trace); err != nil {
		t.Error(err)
	}
	var b strings.Builder
	for i, g := range w.Goroutines {
		fmt.Fprintf(&b, "\ngoroutine %d: %s", i+1, g.Name)
		if g.Start.IsValid() {
			fmt.Fprintf(&b, ", started on line %d", g.Start.Line)
		}
	}
	for _, s := range w.Steps {
		if s.Skipped > 0 {
			fmt.Fprintf(&b, "\n... %d left out", s.Skipped)
		}
		fmt.Fprintf(&b, "\n%d: %d %s", s.Pos.Line, s.Goroutine, w.Account(s))
	}
	return b.String()
}
