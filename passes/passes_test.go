package passes_test

import (
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes"
)

func TestValidate(t *testing.T) {
	if err := analysis.Validate(passes.All()); err != nil {
		t.Error(err)
	}
}

// TestAll checks that every directory that holds a pass is in passes.All, and
// that All hands out nothing that it could share by mistake.
func TestAll(t *testing.T) {
	var want, got []string
	for _, dir := range passDirs(t) {
		want = append(want, filepath.Base(dir))
	}
	for _, a := range passes.All() {
		got = append(got, a.Name)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("passes.All() has %q, the directories are %q", got, want)
	}
	passes.All()[0] = nil
	if passes.All()[0] == nil {
		t.Error("passes.All() returns the same slice twice")
	}
}

// passDirs returns the directories below passes that declare an Analyzer, in
// order.
func passDirs(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	declares := regexp.MustCompile(`(?m)^var Analyzer = `)
	var dirs []string
	for _, e := range entries {
		files, _ := filepath.Glob(filepath.Join(e.Name(), "*.go"))
		if slices.ContainsFunc(files, func(f string) bool { return declares.MatchString(read(t, f)) }) {
			dirs = append(dirs, e.Name())
		}
	}
	return dirs
}

// sections are the headings that the documentation of every pass has, between
// "Analyzer NAME" and the categories.
var sections = []string{"Terms", "What goes wrong", "Wrong and right", "Not reported", "Flags"}

func TestDoc(t *testing.T) {
	for _, a := range passes.All() {
		t.Run(a.Name, func(t *testing.T) {
			text := packageDoc(t, a.Name)
			if start := fmt.Sprintf("Package %s defines an analyzer that reports", a.Name); !strings.HasPrefix(strings.ReplaceAll(text, "\n", " "), start) {
				t.Errorf("it does not start with %q", start)
			}

			sum := summary(t, a)
			switch {
			case len(sum) > 60:
				t.Errorf("the summary has %d characters: %s", len(sum), sum)
			case strings.HasSuffix(sum, "."):
				t.Errorf("the summary ends with a period: %s", sum)
			case !strings.HasPrefix(sum, "report "):
				t.Errorf("the summary does not start with report: %s", sum)
			}

			got := headings(text)
			want := append([]string{"Analyzer " + a.Name}, sections...)
			if len(got) <= len(want) || !slices.Equal(got[:len(want)], want) {
				t.Fatalf("the headings are %q, want %q and one for each category", got, want)
			}
			for _, category := range categories(text) {
				if category != a.Name && !strings.HasPrefix(category, a.Name+"-") {
					t.Errorf("heading %q is not a category", category)
				}
			}

			if a.URL != pageOf(a.Name) {
				t.Errorf("the URL is %s, want %s", a.URL, pageOf(a.Name))
			}
			if n := len(snippets(text, "WRONG")); n == 0 || len(snippets(text, "RIGHT")) != n {
				t.Errorf("%d snippets are WRONG and %d are RIGHT", n, len(snippets(text, "RIGHT")))
			}
			if notReported := section(text, "Not reported"); !strings.Contains(notReported, "\n  - ") {
				t.Errorf("what is not reported is not a list: %s", notReported)
			}
		})
	}
}

// TestSnippets checks that the examples in the documentation are fixtures too,
// so that what they promise is tested. Comments may differ.
func TestSnippets(t *testing.T) {
	for _, a := range passes.All() {
		var fixtures []string
		for _, f := range fixtureFiles(t, a.Name) {
			fixtures = append(fixtures, strip(read(t, f)))
		}
		text := packageDoc(t, a.Name)
		for _, snippet := range append(snippets(text, "WRONG"), snippets(text, "RIGHT")...) {
			for _, decl := range strings.Split(snippet, "\n\nfunc ") {
				code := strip(strings.TrimPrefix(decl, "func "))
				if !slices.ContainsFunc(fixtures, func(f string) bool { return strings.Contains(f, code) }) {
					t.Errorf("%s: no fixture has this example:\n%s", a.Name, code)
				}
			}
		}
	}
}

// TestFixturesRun checks that the test of a pass names each of its fixtures.
func TestFixturesRun(t *testing.T) {
	for _, a := range passes.All() {
		test := read(t, filepath.Join(a.Name, a.Name+"_test.go"))
		for _, f := range fixtureFiles(t, a.Name) {
			dir, _ := filepath.Rel(filepath.Join(a.Name, "testdata", "src"), filepath.Dir(f))
			name, _, _ := strings.Cut(filepath.ToSlash(dir), "/")
			if !strings.Contains(test, `"`+name) {
				t.Errorf("%s_test.go does not run %s", a.Name, name)
			}
		}
	}
}

// TestREADME checks that the table of the README has the passes in order, each
// with the summary of its documentation.
func TestREADME(t *testing.T) {
	row := regexp.MustCompile(`(?m)^\| \[(\w+)\]\((\S+)\) \| (.*) \|$`)
	var got, want []string
	for _, m := range row.FindAllStringSubmatch(read(t, filepath.Join("..", "README.md")), -1) {
		got = append(got, strings.Join(m[1:], " | "))
	}
	for _, a := range passes.All() {
		want = append(want, strings.Join([]string{a.Name, a.URL, summary(t, a)}, " | "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the README has the rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// summary returns the first line of the documentation of a pass, without its
// name.
func summary(t *testing.T, a *analysis.Analyzer) string {
	t.Helper()
	line, _, _ := strings.Cut(a.Doc, "\n")
	sum, ok := strings.CutPrefix(line, a.Name+": ")
	if !ok {
		t.Fatalf("the documentation of %s does not start with its name: %q", a.Name, line)
	}
	return sum
}

// pageOf returns the address of the documentation of a pass.
func pageOf(pass string) string {
	return "https://pkg.go.dev/github.com/chanlint/chanlint/passes/" + pass
}

// packageDoc returns the package comment of the doc.go of a pass.
func packageDoc(t *testing.T, pass string) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(pass, "doc.go"), nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	if f.Doc == nil {
		t.Fatalf("%s: doc.go has no package comment", pass)
	}
	return f.Doc.Text()
}

// headings returns the headings of a doc comment.
func headings(text string) []string {
	var list []string
	for _, block := range new(comment.Parser).Parse(text).Content {
		if h, ok := block.(*comment.Heading); ok {
			list = append(list, plain(h))
		}
	}
	return list
}

// categories returns the headings that stand after the common ones.
func categories(text string) []string {
	all := headings(text)
	return all[min(1+len(sections), len(all)):]
}

// anchors returns the names under which pkg.go.dev has the headings of a doc
// comment.
func anchors(text string) []string {
	var list []string
	for _, block := range new(comment.Parser).Parse(text).Content {
		if h, ok := block.(*comment.Heading); ok {
			list = append(list, h.DefaultID())
		}
	}
	return list
}

func plain(h *comment.Heading) string {
	var b strings.Builder
	for _, part := range h.Text {
		if p, ok := part.(comment.Plain); ok {
			b.WriteString(string(p))
		}
	}
	return b.String()
}

// section returns what stands under a heading of a doc comment.
func section(text, heading string) string {
	_, rest, _ := strings.Cut(text, "\n# "+heading+"\n")
	rest, _, _ = strings.Cut(rest, "\n# ")
	return rest
}

// snippets returns the code blocks of a doc comment that start with a comment
// of this one word.
func snippets(text, word string) []string {
	var list []string
	for _, block := range new(comment.Parser).Parse(text).Content {
		if c, ok := block.(*comment.Code); ok {
			for _, part := range strings.Split("\n"+c.Text, "\n// ")[1:] {
				if code, ok := strings.CutPrefix(part, word+"\n"); ok {
					list = append(list, strings.TrimSpace(code))
				}
			}
		}
	}
	return list
}

// strip removes comments, empty lines, indentation and alignment from code.
func strip(code string) string {
	var b strings.Builder
	for line := range strings.Lines(code) {
		line, _, _ = strings.Cut(line, "//")
		if words := strings.Fields(line); len(words) > 0 {
			b.WriteString(strings.Join(words, " ") + "\n")
		}
	}
	return b.String()
}

// fixtureFiles returns the Go files of the fixtures of a pass.
func fixtureFiles(t *testing.T, pass string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(filepath.Join(pass, "testdata", "src"), func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// layers are the packages of the engine, in order: each one imports
// only those that stand before it.
var layers = []string{"model", "extract", "known", "link", "explore", "detect", "witness", "concurrency", "ignore", "fix", "report"}

// syntaxFree are the layers that know models only, so that their tests need no
// Go program.
var syntaxFree = []string{"model", "link", "explore", "detect"}

func TestLayers(t *testing.T) {
	const module = "github.com/chanlint/chanlint/"
	const internal = module + "passes/internal/"
	for _, src := range sources(t) {
		dir, _, _ := strings.Cut(strings.TrimPrefix(src.path, "internal/"), "/")
		inEngine := strings.HasPrefix(src.path, "internal/")
		rank := slices.Index(layers, dir)
		if inEngine && rank < 0 && !isTool(src.file) && dir != "passtest" {
			t.Errorf("%s: package %s has no place among the layers", src.path, dir)
		}
		for _, spec := range src.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			imported := slices.Index(layers, strings.TrimPrefix(path, internal))
			switch {
			case strings.HasPrefix(path, module+"cmd/"):
				t.Errorf("%s imports the command", src.path)
			case inEngine && strings.HasPrefix(path, module+"passes/") && !strings.HasPrefix(path, internal) &&
				path != module+"passes/trace" && !isTool(src.file):
				t.Errorf("%s: the engine imports %s", src.path, path)
			case inEngine && rank >= 0 && imported > rank:
				t.Errorf("%s: %s imports %s, which comes after it", src.path, dir, layers[imported])
			case inEngine && slices.Contains(syntaxFree, dir) && knowsSyntax(path):
				t.Errorf("%s: %s imports %s, but knows nothing of Go", src.path, dir, path)
			case !inEngine && strings.Contains(src.path, "/") && strings.HasPrefix(path, module+"passes/") && !strings.HasPrefix(path, internal) && path != module+"passes/trace":
				t.Errorf("%s: a pass imports the pass %s", src.path, path)
			}
		}
	}
}

// knowsSyntax reports whether an import brings Go programs with it.
func knowsSyntax(path string) bool {
	return strings.HasPrefix(path, "golang.org/x/tools/") || strings.HasPrefix(path, "go/") && path != "go/constant"
}

// TestForbidden checks that the passes keep to what every driver can bear. A
// print breaks go vet, which reads the output; files and environment variables
// are not part of its cache key, and out of the reach of Bazel's nogo, which also has
// no module loader; and golangci-lint refuses linters that panic, exit or have init
// functions.
func TestForbidden(t *testing.T) {
	for _, src := range sources(t) {
		if isTool(src.file) {
			continue
		}
		for _, spec := range src.file.Imports {
			switch path := strings.Trim(spec.Path.Value, `"`); path {
			case "os", "log", "os/exec", "os/user", "io/ioutil", "net", "net/http", "syscall", "unsafe", "math/rand", "math/rand/v2", "golang.org/x/tools/go/packages":
				t.Errorf("%s imports %s", src.path, path)
			}
		}
		ast.Inspect(src.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s has an init function", src.path)
				}
			case *ast.CallExpr:
				switch callee := calleeName(n); callee {
				case "panic", "print", "println", "fmt.Print", "fmt.Printf", "fmt.Println":
					t.Errorf("%s:%d: calls %s", src.path, src.fset.Position(n.Pos()).Line, callee)
				}
			}
			return true
		})
	}
}

func calleeName(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			return x.Name + "." + fun.Sel.Name
		}
	}
	return ""
}

// A source is a file of the passes or of the engine that is not a test.
type source struct {
	path string // relative to passes, with slashes
	fset *token.FileSet
	file *ast.File
}

// isTool reports whether a file belongs to a program for developers, which may
// do what a pass may not.
func isTool(f *ast.File) bool { return f.Name.Name == "main" }

func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src := source{path: filepath.ToSlash(path), fset: token.NewFileSet()}
		src.file, err = parser.ParseFile(src.fset, path, nil, parser.SkipObjectResolution)
		list = append(list, src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
