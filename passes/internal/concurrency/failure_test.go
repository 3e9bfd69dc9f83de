package concurrency_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/chanlint/chanlint/passes/badignore"
	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/report"
	"github.com/chanlint/chanlint/passes/sendclosed"
)

const threeRoots = `package p

func First() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1
}

func Second() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1
	ch <- 2 //chanlint:ignore sendclosed one is enough
}

func Third() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 3 //chanlint:ignore sendclosed the others are enough
}
`

// TestFailure checks that a bug of the engine costs the findings of one root
// only, and that it is told; and that no directive is blamed for what is missing.
func TestFailure(t *testing.T) {
	want := `badignore 13:28: ignore directive suppresses nothing of sendclosed
roots-explored 3:6: First: explored: N states, N steps; left N states, N steps, N full budgets; 1 candidate
	6:2: reported: send on closed channel ch (closed on line 5) (sendclosed)
roots-explored 9:6: Second: explored: N states, N steps; left N states, N steps, N full budgets; 1 candidate
	12:2: reported: send on closed channel ch (closed on line 11) (sendclosed)
roots-explored 16:6: Third: explored: N states, N steps; left N states, N steps, N full budgets; 1 candidate
	19:2: withheld because there is a directive on line 19: send on closed channel ch (closed on line 18) (sendclosed)
sendclosed 6:2: send on closed channel ch (closed on line 5)
sendclosed 12:2: send on closed channel ch (closed on line 11)
`
	if got := runRoots(t, "all"); got != want {
		t.Errorf("all is well: got\n%s\nwant\n%s", got, want)
	}
	concurrency.FailAt(t, "p.Second")
	want = `roots-failed 9:6: Second: internal error: runtime error: index out of range [N] with length 0 (export_test.go:N)
sendclosed 6:2: send on closed channel ch (closed on line 5)
`
	if got := runRoots(t, "failed"); got != want {
		t.Errorf("one root fails: got\n%s\nwant\n%s", got, want)
	}
}

// runRoots returns what some passes report on threeRoots, without the numbers that
// change with the engine.
func runRoots(t *testing.T, show string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module p\n\ngo 1.25\n", "p.go": threeRoots} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS=")}, ".")
	if err != nil {
		t.Fatal(err)
	}
	roots := report.Roots()
	if err := roots.Flags.Set("show", show); err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{badignore.Analyzer, roots, sendclosed.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, action := range graph.Roots {
		if action.Err != nil {
			t.Fatal(action.Err)
		}
		for _, d := range action.Diagnostics {
			at := pkgs[0].Fset.Position(d.Pos)
			category := strings.TrimSuffix(d.Category, "-unused")
			fmt.Fprintf(&b, "%s %d:%d: %s\n", category, at.Line, at.Column, d.Message)
			if action.Analyzer != roots {
				continue
			}
			for _, r := range d.Related {
				at := pkgs[0].Fset.Position(r.Pos)
				fmt.Fprintf(&b, "\t%d:%d: %s\n", at.Line, at.Column, r.Message)
			}
		}
	}
	numbers := regexp.MustCompile(`\d+( states| steps| full)|(\[)\d+|(\.go:)\d+`)
	return numbers.ReplaceAllString(b.String(), "${2}${3}N$1")
}
