package render

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
)

const source = "package a\n\nfunc f() {\n\tclose(ch)\n\tch <- 1\n}\n"

// vetExample returns a directory with a source file, and a finding in it.
func vetExample(t *testing.T) (dir string, findings []driver.Finding) {
	t.Helper()
	dir = t.TempDir()
	file := filepath.Join(dir, "a", "a.go")
	if err := os.Mkdir(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	at := func(line, col int) driver.Position { return driver.Position{File: file, Line: line, Col: col} }
	return dir, []driver.Finding{{
		Package: "m/a",
		Pass:    "sendclosed",
		Pos:     at(5, 2),
		End:     at(5, 9),
		Message: "send on closed channel ch",
		Steps: []driver.Step{
			{Pos: at(4, 2), End: at(4, 2), Message: "goroutine 1 (f): close(ch)"},
			{Pos: at(5, 2), End: at(5, 2), Message: "goroutine 1 (f): ch <- 1\npanics"},
		},
		Raw: json.RawMessage(`{"posn":"a.go:5:2","message":"send on closed channel ch"}`),
	}}
}

func TestText(t *testing.T) {
	dir, findings := vetExample(t)
	for _, test := range []struct {
		name string
		opts TextOptions
		want string
	}{
		{"plain", TextOptions{Dir: dir, Context: -1}, `
a/a.go:5:2: send on closed channel ch (sendclosed)
	a/a.go:4:2: goroutine 1 (f): close(ch)
	a/a.go:5:2: goroutine 1 (f): ch <- 1 panics
`},
		{"line", TextOptions{Dir: filepath.Join(dir, "b"), Context: 0}, `
../a/a.go:5:2: send on closed channel ch (sendclosed)
5		ch <- 1
	../a/a.go:4:2: goroutine 1 (f): close(ch)
	4		close(ch)
	../a/a.go:5:2: goroutine 1 (f): ch <- 1 panics
	5		ch <- 1
`},
		{"lines up to the ends of the file", TextOptions{Dir: filepath.Join(dir, "a"), Context: 9}, `
a.go:5:2: send on closed channel ch (sendclosed)
` + numberedLines("") + `	a.go:4:2: goroutine 1 (f): close(ch)
` + numberedLines("\t") + `	a.go:5:2: goroutine 1 (f): ch <- 1 panics
` + numberedLines("\t")},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			if err := Text(&out, findings, test.opts); err != nil {
				t.Fatal(err)
			}
			if got, want := out.String(), test.want[1:]; got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// numberedLines returns the lines of the source as context shows them.
func numberedLines(indent string) string {
	var b strings.Builder
	for i, line := range strings.SplitAfter(strings.TrimSuffix(source, "\n"), "\n") {
		b.WriteString(indent + string(rune('1'+i)) + "\t" + line)
	}
	return b.String() + "\n"
}

// A file that is gone has no context.
func TestTextWithoutSource(t *testing.T) {
	dir, findings := vetExample(t)
	if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := Text(&out, findings, TextOptions{Dir: dir, Context: 3}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 3 {
		t.Errorf("%d lines, want 3:\n%s", n, out.String())
	}
}

func TestJSON(t *testing.T) {
	_, findings := vetExample(t)
	var out strings.Builder
	if err := JSON(&out, findings); err != nil {
		t.Fatal(err)
	}
	want := `{
	"m/a": {
		"sendclosed": [
			{
				"posn": "a.go:5:2",
				"message": "send on closed channel ch"
			}
		]
	}
}
`
	if got := out.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	out.Reset()
	if err := JSON(&out, nil); err != nil || out.String() != "{}\n" {
		t.Errorf("no findings: %q, %v", out.String(), err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

var errBroken = errors.New("broken")

func TestWriteErrors(t *testing.T) {
	dir, findings := vetExample(t)
	if err := Text(brokenWriter{}, findings, TextOptions{Dir: dir}); !errors.Is(err, errBroken) {
		t.Errorf("Text: %v", err)
	}
	if err := JSON(brokenWriter{}, findings); !errors.Is(err, errBroken) {
		t.Errorf("JSON: %v", err)
	}
}
