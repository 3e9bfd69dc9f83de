package witness

import (
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// TestSteps checks the steps of runs: those of the objects of the finding and
// of the processes that deal with them, in order, and no others.
func TestSteps(t *testing.T) {
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
1: goroutine 1 makes ch
4: goroutine 1 closes ch
5: goroutine 1 sends: panic`},
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
1: goroutine 1 makes ch
2: goroutine 1 starts goroutine 2
3: goroutine 1 returns
10: goroutine 2 (started on line 2) is blocked forever`},
	} {
		t.Run(test.name, func(t *testing.T) {
			funcs, err := model.Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			g := explore.Run(link.New(funcs, nil, nil, known.Lookup), 0, nil, explore.Options{})
			fs := detect.Find(g)
			if len(fs) != 1 {
				t.Fatalf("%d findings, want 1", len(fs))
			}
			var b strings.Builder
			for _, s := range Steps(&fs[0], func(p model.Pos) token.Pos { return token.Pos(p) }, func(p model.Pos) int { return int(p) }) {
				b.WriteString("\n" + strconv.Itoa(int(s.Pos)) + ": " + s.Text)
			}
			if b.String() != test.want {
				t.Errorf("got %s\nwant %s", b.String(), test.want)
			}
		})
	}
}

// TestLongRun checks that the middle of a long run is left out.
func TestLongRun(t *testing.T) {
	text := "func root/0 {\n\ts0 = makechan 40 'ch' @1\n"
	for range 20 {
		text += "\tsend s0 1 'ch' @2\n"
	}
	text += "\tclose s0 'ch' @3\n\tclose s0 'ch' @4\n\tret\n}"
	funcs, err := model.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	fs := detect.Find(explore.Run(link.New(funcs, nil, nil, nil), 0, nil, explore.Options{}))
	if len(fs) != 1 {
		t.Fatalf("%d findings, want 1", len(fs))
	}
	steps := Steps(&fs[0], func(p model.Pos) token.Pos { return token.Pos(p) }, func(p model.Pos) int { return int(p) })
	if len(steps) != maxSteps || steps[0].Pos != 1 || steps[maxSteps-1].Pos != 4 {
		t.Errorf("%d steps, from %d to %d", len(steps), steps[0].Pos, steps[len(steps)-1].Pos)
	}
}
