package baseline

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
	"github.com/chanlint/chanlint/passes/trace"
)

// report returns a report with a finding of sendclosed at each line that ends in
// the comment "// finding".
func report(source string) *render.Report {
	r := &render.Report{ReadFile: func(string) ([]byte, error) { return []byte(source), nil }}
	for i, line := range strings.Split(source, "\n") {
		if strings.HasSuffix(line, "// finding") {
			column := 1 + len(line) - len(strings.TrimLeft(line, "\t "))
			r.Findings = append(r.Findings, render.Finding{
				Pass: "sendclosed", Package: "m/a [m/a.test]", Pos: trace.Position{File: "a.go", Line: i + 1, Column: column},
			})
		}
	}
	return r
}

const source = `package a

type pool struct{ ch chan int }

func (p *pool) run() {
	p.ch <- 1 // finding
	go func() {
		p.ch <- 1 // finding
	}()
	p.ch <- 1 // finding
}

func f(ch chan int) {
	select {
	case ch <- 2: // finding
	default:
		for range 3 { // finding
		}
	} // finding
}
`

func TestBaseline(t *testing.T) {
	file := filepath.Join(t.TempDir(), "baseline.json")
	if err := Of(report(source)).Write(file); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version": 1, "findings": [
{"pass":"sendclosed","package":"m/a","function":"(*pool).run","statement":"p . ch <- 1","count":2},
{"pass":"sendclosed","package":"m/a","function":"(*pool).run.func","statement":"p . ch <- 1","count":1},
{"pass":"sendclosed","package":"m/a","function":"f","statement":"case ch <- 2","count":1},
{"pass":"sendclosed","package":"m/a","function":"f","statement":"for range 3","count":1},
{"pass":"sendclosed","package":"m/a","function":"f","statement":"}","count":1}
]}
`
	if string(data) != want {
		t.Errorf("got\n%swant\n%s", data, want)
	}
	known, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}

	for _, test := range []struct {
		name, old, new string
		found          []int // lines
		gone           []string
	}{
		{"same", "", "", nil, nil},
		{"lines above", "package a\n", "package a\n\n// Comment.\nvar x int\n", nil, nil},
		{"formatted", "p.ch <- 1 // finding\n}", "p.ch   <-   /* one */ 1 // finding\n}", nil, nil},
		{"one more", "\tp.ch <- 1 // finding\n}", "\tp.ch <- 1 // finding\n\tp.ch <- 1 // finding\n}", []int{11}, nil},
		{"other statement", "p.ch <- 1 // finding\n}", "p.ch <- 3 // finding\n}", []int{10}, []string{"(*pool).run: p . ch <- 1 (1)"}},
		{"other function", "func f(", "func g(", []int{15, 17, 19}, []string{"f: case ch <- 2 (1)", "f: for range 3 (1)", "f: } (1)"}},
		{"all gone", source, "package a\n", nil, []string{
			"(*pool).run: p . ch <- 1 (2)", "(*pool).run.func: p . ch <- 1 (1)", "f: case ch <- 2 (1)", "f: for range 3 (1)", "f: } (1)",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, gone := known.New(report(strings.Replace(source, test.old, test.new, 1)))
			var lines []int
			for _, f := range found {
				lines = append(lines, f.Pos.Line)
			}
			if !reflect.DeepEqual(lines, test.found) {
				t.Errorf("new findings on lines %v, want %v", lines, test.found)
			}
			var texts []string
			for _, e := range gone {
				texts = append(texts, e.String())
			}
			if !reflect.DeepEqual(texts, test.gone) {
				t.Errorf("gone %q, want %q", texts, test.gone)
			}
		})
	}
}

// TestBroken checks that findings in files that cannot be parsed or read are
// known by their line, and then by nothing but their file.
func TestBroken(t *testing.T) {
	broken := "package a\n\nfunc {\n\tch <- 1 // finding\n"
	known := Of(report(broken))
	if found, gone := known.New(report("\n" + broken)); found != nil || gone != nil {
		t.Errorf("found %v, gone %v", found, gone)
	}
	missing := report(broken)
	missing.ReadFile = func(string) ([]byte, error) { return nil, os.ErrNotExist }
	data, err := Of(missing).encode()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := decode(data); err != nil {
		t.Error(err)
	} else if found, gone := b.New(missing); found != nil || gone != nil {
		t.Errorf("found %v, gone %v", found, gone)
	}
}

func TestReadErrors(t *testing.T) {
	const entry = `{"pass":"p","package":"m","statement":"x","count":1}`
	for _, test := range []struct{ name, data, err string }{
		{"empty", "", "line 1 is damaged: unexpected end of JSON input"},
		{"cut off", "{\"version\": 1, \"findings\": [\n" + entry + ",\n", "line 3 is damaged"},
		{"conflict", "{\"version\": 1, \"findings\": [\n<<<<<<< HEAD\n" + entry + "\n]}", "line 2 is damaged: invalid character '<'"},
		{"wrong type", "{\"version\": 1, \"findings\": [\n{\"pass\": 1}\n]}", "line 2 is damaged"},
		{"no version", "{}", "this is no baseline: it has no version"},
		{"newer", `{"version": 2}`, "it has version 2, and this chanlint understands 1"},
		{"no count", `{"version": 1, "findings": [{"pass":"p","statement":"x"}]}`, "finding 1 is damaged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "baseline.json")
			if err := os.WriteFile(file, []byte(test.data), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := Read(file)
			if err == nil || !strings.HasPrefix(err.Error(), "baseline "+file+": "+test.err) {
				t.Errorf("error %v, want %s", err, test.err)
			}
		})
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none")); err == nil || !strings.HasPrefix(err.Error(), "baseline: ") {
		t.Errorf("no file: %v", err)
	}
	if err := Of(report("")).Write(filepath.Join(t.TempDir(), "none", "b")); err == nil {
		t.Error("no error without a directory")
	}
}

// FuzzDecode checks of any file that it is refused, or read as it is written.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"version": 1, "findings": [{"pass": "sendclosed", "package": "p", "function": "f", "statement": "ch <- 1", "count": 2}]}`))
	f.Add([]byte(`{"version": 2, "findings": []}`))
	f.Add([]byte(`{"version": 1, "findings": [{"count": -1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := decode(data)
		if err != nil {
			return
		}
		text, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := decode(text)
		if err != nil || !maps.Equal(again.counts, b.counts) {
			t.Errorf("%v became %v, %v", b.counts, again, err)
		}
	})
}
