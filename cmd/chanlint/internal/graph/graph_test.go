package graph

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/chanlint/chanlint/passes/trace"
)

var update = flag.Bool("update", false, "write what the graphs are into the archives")

func TestLoad(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := &archive.Files[len(archive.Files)-1]
			g := load(t, archive.Files, Config{})
			got := describe(g)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want.Data) {
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
			}
		})
	}
}

// load returns the graph of a module with these files.
func load(t *testing.T, files []txtar.File, cfg Config) *Graph {
	t.Helper()
	g, err := tryLoad(t, files, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func tryLoad(t *testing.T, files []txtar.File, cfg Config) (*Graph, error) {
	t.Helper()
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	cfg.Dir = t.TempDir()
	for _, f := range append(files, txtar.File{Name: "go.mod", Data: []byte("module example.com/m\n\ngo 1.25\n")}) {
		path := filepath.Join(cfg.Dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if cfg.Packages == nil {
		cfg.Packages = []string{"./..."}
	}
	return Load(cfg)
}

// describe writes a graph down, one object after the other.
func describe(g *Graph) string {
	var b strings.Builder
	lines := func(at []trace.Position) string {
		var list []string
		for _, p := range at {
			list = append(list, fmt.Sprint(p.Line))
		}
		return strings.Join(list, " ")
	}
	for _, o := range g.Objects {
		fmt.Fprintf(&b, "%s %s %s:%d", o.Kind, o.Name, filepath.Base(o.Pos.File), o.Pos.Line)
		for _, buffer := range o.Buffers {
			if buffer == "" {
				buffer = "?"
			}
			fmt.Fprintf(&b, " buffer %s", buffer)
		}
		if o.Parameter {
			b.WriteString(" parameter")
		}
		b.WriteByte('\n')
		for _, u := range o.Uses {
			f := g.Functions[u.Function]
			fmt.Fprintf(&b, "\t%s %s", u.Op, f.Name)
			for _, in := range f.In {
				fmt.Fprintf(&b, " in %s", g.Functions[in].Name)
			}
			if u.Via != "" {
				fmt.Fprintf(&b, " to %s", u.Via)
			}
			fmt.Fprintf(&b, ": %s\n", lines(u.At))
		}
	}
	for _, s := range g.Starts {
		fmt.Fprintf(&b, "%s starts %s", g.Functions[s.From].Name, g.Functions[s.To].Name)
		if s.Loop {
			b.WriteString(" in a loop")
		}
		fmt.Fprintf(&b, ": %s\n", lines(s.At))
	}
	return b.String()
}

var packagesAndTests = []txtar.File{
	{Name: "a/a.go", Data: []byte("package a\n\ntype T struct{ C chan int }\n\nfunc New() *T { return &T{make(chan int)} }\n\nfunc Send(c chan int) { c <- 1 }\n")},
	{Name: "a/a_test.go", Data: []byte("package a\n\nimport \"testing\"\n\nfunc TestSend(t *testing.T) {\n\tt.Parallel()\n\tgo Send(New().C)\n}\n")},
	{Name: "b/b.go", Data: []byte("package b\n\nimport \"example.com/m/a\"\n\nfunc use() {\n\tt := a.New()\n\tgo a.Send(t.C)\n\t<-t.C\n}\n")},
}

// TestPackages looks at a channel that two packages use, with test files and without.
func TestPackages(t *testing.T) {
	const fixed = "channel T.C a.go:3 buffer 0\n\tmake New: 5\n\tsend Send in Send: 7\n\treceive use: 8\n"
	if got, want := describe(load(t, packagesAndTests, Config{})), fixed+"use starts Send: 7\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := describe(load(t, packagesAndTests, Config{Tests: true})), fixed+"TestSend starts Send: 7\nuse starts Send: 7\n"; got != want {
		t.Errorf("with tests: got\n%s\nwant\n%s", got, want)
	}
}

func TestTwice(t *testing.T) {
	first := describe(load(t, packagesAndTests, Config{Tests: true}))
	for range 3 {
		if got := describe(load(t, packagesAndTests, Config{Tests: true})); got != first {
			t.Fatalf("got\n%s\nafter\n%s", got, first)
		}
	}
}

func TestBroken(t *testing.T) {
	for want, code := range map[string]string{
		"undefined: nothing": "package m\n\nvar _ = nothing\n",
		"expected":           "package m\n\nfunc {\n",
	} {
		if _, err := tryLoad(t, []txtar.File{{Name: "m.go", Data: []byte(code)}}, Config{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", code, err, want)
		}
	}
	if _, err := tryLoad(t, nil, Config{Packages: []string{"./nowhere"}}); err == nil {
		t.Error("no error for a package that is not there")
	}
}
