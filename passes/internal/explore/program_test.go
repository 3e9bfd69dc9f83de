package explore_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// A testCase is one program of a file in testdata:
//
//	== name [main] [args=classes] [steps=n] [states=n] [depth=n] [bug]
//	// what it shows
//	func root/0 {
//	...
//	want:
//	done
//	SendClosed @12 send ch
//
// args are the classes of the parameters of root; steps is the budget, states
// the largest number of nodes that the search may take; bug marks a program
// that the engine is known to get wrong.
type testCase struct {
	file, name string
	header     string
	text       string
	want       string
	opts       explore.Options
	args       []model.Class
	states     int
	bug        bool
	test       bool // root is a test
}

// readCases returns the programs of all files.
func readCases(t testing.TB) map[string][]*testCase {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	out := map[string][]*testCase{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split("\n"+string(data), "\n== ")
		for _, part := range parts[1:] {
			header, body, _ := strings.Cut(part, "\n")
			text, want, ok := strings.Cut(body, "\nwant:\n")
			if !ok {
				t.Fatalf("%s: %s has no want section", file, header)
			}
			c := &testCase{file: file, header: header, text: text, want: strings.TrimSpace(want) + "\n"}
			c.options(t)
			out[file] = append(out[file], c)
		}
	}
	return out
}

func (c *testCase) options(t testing.TB) {
	words := strings.Fields(c.header)
	c.name = words[0]
	for _, w := range words[1:] {
		key, val, _ := strings.Cut(w, "=")
		n, _ := strconv.Atoi(val)
		switch key {
		case "main":
			c.opts.Main = true
		case "args":
			c.args = []model.Class(val)
		case "steps":
			c.opts.Steps = n
		case "states":
			c.states = n
		case "depth":
			c.opts.Depth = n
		case "bug":
			c.bug = true
		case "test":
			c.test = true
		default:
			t.Fatalf("%s: %s: unknown option %s", c.file, c.name, w)
		}
	}
}

// program links the text of a program.
func program(t testing.TB, text string) (*link.Program, int) {
	t.Helper()
	funcs, err := model.Parse(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	prog := link.New(funcs, nil, nil, known.Tables{})
	fn, err := prog.Func("root")
	if err != nil {
		t.Fatal(err)
	}
	return prog, fn
}

var kindNames = map[detect.Kind]string{
	detect.SendClosed: "SendClosed", detect.CloseClosed: "CloseClosed", detect.CloseNil: "CloseNil", detect.NilChan: "NilChan",
	detect.UnclosedRange: "UnclosedRange", detect.MainExit: "MainExit", detect.MainSleep: "MainSleep", detect.Leak: "Leak",
	detect.Deadlock: "Deadlock", detect.NegativeCounter: "NegativeCounter", detect.UnlockUnlocked: "UnlockUnlocked",
	detect.HeldOnReturn: "HeldOnReturn", detect.DoubleLock: "DoubleLock", detect.MissingDone: "MissingDone", detect.AddRace: "AddRace", detect.Spin: "Spin", detect.DataRace: "DataRace",
}

func show(g *explore.Graph) string {
	var b strings.Builder
	if g.Done {
		b.WriteString("done\n")
	} else {
		fmt.Fprintf(&b, "not done: %s\n", g.Reason)
	}
	for _, f := range detect.Find(g) {
		kind := kindNames[f.Kind]
		if kind == "" {
			kind = fmt.Sprintf("kind(%d)", f.Kind)
		}
		if f.Level == detect.Doubtful {
			kind = "doubtful " + kind
		}
		fmt.Fprintf(&b, "%s @%d %v %s", kind, f.At.Pos, f.Op, f.Name)
		if f.Kind == detect.DataRace {
			fmt.Fprintf(&b, " %v @%d", f.OtherOp, f.Other.Pos)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// explored runs a program; a crash of the engine is a result like others.
func explored(prog *link.Program, fn int, c *testCase) (g *explore.Graph, got string) {
	defer func() {
		if e := recover(); e != nil {
			got = fmt.Sprintln("crash:", e)
		}
	}()
	if c.test {
		prog.Funcs[fn].Flags |= model.TestCode
	}
	g = explore.Run(prog, fn, c.args, c.opts)
	return g, trimLines(show(g))
}

func TestPrograms(t *testing.T) {
	for file, cases := range readCases(t) {
		var text strings.Builder
		for _, c := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+c.name, func(t *testing.T) {
				prog, fn := program(t, c.text)
				g, got := explored(prog, fn, c)
				same := got == trimLines(c.want)
				switch {
				case c.bug && same:
					t.Errorf("%s: fixed, remove its mark", c.name)
				case c.bug:
					t.Skipf("known to be wrong: got\n%swant\n%s", got, c.want)
				case *update:
					c.want = got
				case !same:
					t.Errorf("%s: got\n%swant\n%s%s", c.file, got, c.want, c.text)
				}
				if c.states > 0 && len(g.Nodes) > c.states {
					t.Errorf("%d states, want at most %d", len(g.Nodes), c.states)
				}
			})
			fmt.Fprintf(&text, "== %s\n%s\nwant:\n%s\n", c.header, c.text, c.want)
		}
		if *update {
			if err := os.WriteFile(file, []byte(text.String()), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}
