package passes_test

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// TestGoker runs all passes on the bugs that GOROOT ships, before and after the
// repairs in testdata/goker, whose README describes the files.
func TestGoker(t *testing.T) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(strings.TrimSpace(string(goroot)), "src", "runtime", "testdata", "testgoroutineleakprofile", "goker")
	files, err := filepath.Glob(filepath.Join("..", "testdata", "goker", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no repairs: %v", err)
	}
	if _, err := os.Stat(source); errors.Is(err, os.ErrNotExist) {
		t.Skip("this Go does not ship the kernels")
	}

	// Most of the time goes into the standard library, so there is one program
	// that has every kernel twice.
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module goker\n\ngo 1.25\n")
	driver := read(t, filepath.Join(source, "main.go"))
	kernels := map[string]*kernel{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		k := new(kernel)
		kernels[name] = k
		var before, after string
		if k.err = k.parse(read(t, file)); k.err == nil {
			before = read(t, filepath.Join(source, name+".go"))
			after, k.err = k.repair(before)
		}
		if k.err != nil {
			continue
		}
		for state, text := range map[string]string{"before": before, "after": after} {
			write(t, filepath.Join(dir, state, name, name+".go"), text)
			write(t, filepath.Join(dir, state, name, "main.go"), driver)
		}
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule,
		Dir:  dir,
		Env:  append(os.Environ(), "GO111MODULE=on", "GOPROXY=off", "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		if len(pkg.Errors) > 0 {
			kernels[filepath.Base(pkg.PkgPath)].err = pkg.Errors[0]
		}
	}
	pkgs = slices.DeleteFunc(pkgs, func(pkg *packages.Package) bool { return len(pkg.Errors) > 0 })
	r, err := analyze(pkgs)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("traces", func(t *testing.T) {
		checkTraces(t, r)
		checkLength(t, r)
	})
	for _, d := range r.findings {
		k := kernels[filepath.Base(d.pkg.PkgPath)]
		if strings.HasPrefix(d.pkg.PkgPath, "goker/before/") {
			k.before = append(k.before, newReport(t, d))
		} else {
			k.after = append(k.after, newReport(t, d))
		}
	}

	for _, name := range slices.Sorted(maps.Keys(kernels)) {
		t.Run(name, func(t *testing.T) {
			k := kernels[name]
			if k.err != nil {
				t.Fatal(k.err)
			}
			k.check(t)
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// A kernel is a program with a bug, and what is known about it.
type kernel struct {
	report []expectation // what is reported before the repair
	missed []expectation // what should be reported too
	wrong  []expectation // what is reported before the repair too, and is false
	still  []expectation // what is reported after the repair, and is false
	edits  []edit
	err    error // why there is no program

	before, after []report
}

// An edit replaces a text that occurs once in a function, or in the file.
type edit struct{ in, old, new string }

// An expectation describes a report.
type expectation struct {
	pass string // which reports it, if that is known
	at   place
	ops  []place // one of them is the operation, if it is not at that place
	says *regexp.Regexp
	why  string // it is an exception
}

// A place is a line of a function, without comments. Names have no suffix that
// says which kernel they belong to.
type place struct{ fn, line string }

func (p place) String() string { return p.fn + ": " + p.line }

// A report is a diagnostic, in terms of the source.
type report struct {
	diagnostic
	text string // the message without the line of the operation
	at   place
	op   place // the operation, if it is not at that place
}

func (r report) String() string {
	s := fmt.Sprintf("%s (%s)\n\tat %s", r.Message, r.pass, r.at)
	if r.op != (place{}) {
		s += fmt.Sprintf("\n\top %s", r.op)
	}
	for _, step := range r.Related {
		p := r.position(step.Pos)
		s += fmt.Sprintf("\n\t\t%s:%d: %s", filepath.Base(p.Filename), p.Line, step.Message)
	}
	return s
}

// operationLine matches the line of the operation in a message. The lines of the
// reason stand in parentheses, or behind a colon or a semicolon.
var operationLine = regexp.MustCompile(`^((?:[^(:;]|\(\))*) on line (\d+)`)

func newReport(t *testing.T, d diagnostic) report {
	t.Helper()
	pos := d.position(d.Pos)
	text := read(t, pos.Filename)
	r := report{diagnostic: d, text: operationLine.ReplaceAllString(d.Message, "$1"), at: placeOf(text, pos.Line)}
	if m := operationLine.FindStringSubmatch(d.Message); m != nil {
		line, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		r.op = placeOf(text, line)
	}
	return r
}

func placeOf(text string, line int) place {
	lines := strings.Split(text, "\n")
	code, _, _ := strings.Cut(lines[line-1], "//")
	p := place{line: strings.TrimSpace(code)}
	fset := token.NewFileSet()
	if f, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution); err == nil {
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fset.Position(fn.Pos()).Line <= line && line <= fset.Position(fn.End()).Line {
				p.fn = functionName(fn)
			}
		}
	}
	return p
}

// suffix matches what makes the names of a kernel unique.
var suffix = regexp.MustCompile(`_[a-z]+\d+$`)

func functionName(fn *ast.FuncDecl) string {
	name := suffix.ReplaceAllString(fn.Name.Name, "")
	if fn.Recv == nil {
		return name
	}
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	return suffix.ReplaceAllString(typ.(*ast.Ident).Name, "") + "." + name
}

// parse reads a file of testdata/goker.
func (k *kernel) parse(text string) error {
	archive := txtar.Parse([]byte(text))
	if len(archive.Comment) == 0 {
		return errors.New("it does not say what the repair is")
	}
	for i, f := range archive.Files {
		kind, arg, _ := strings.Cut(f.Name, " ")
		text := string(f.Data)
		switch kind {
		case "report", "missed", "wrong", "still":
			e, err := parseExpectation(arg, text)
			if err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
			if (e.why != "") != (kind != "report") {
				return fmt.Errorf("%s: an exception has a reason, and nothing else has", f.Name)
			}
			list := map[string]*[]expectation{"report": &k.report, "missed": &k.missed, "wrong": &k.wrong, "still": &k.still}[kind]
			*list = append(*list, e)
		case "old":
			if i+1 == len(archive.Files) || archive.Files[i+1].Name != "new" {
				return fmt.Errorf("%s: nothing new", f.Name)
			}
			after := string(archive.Files[i+1].Data)
			k.edits = append(k.edits, edit{strings.TrimPrefix(arg, "in "), strings.TrimSuffix(text, "\n"), strings.TrimSuffix(after, "\n")})
		case "new":
			if i == 0 || !strings.HasPrefix(archive.Files[i-1].Name, "old") {
				return errors.New("new text without old text")
			}
		default:
			return fmt.Errorf("what is %s?", f.Name)
		}
	}
	if len(k.report)+len(k.missed) == 0 || len(k.edits) == 0 {
		return errors.New("it has no report or no edit")
	}
	return nil
}

func parseExpectation(pass, text string) (expectation, error) {
	e := expectation{pass: pass}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		fn, code, ok := strings.Cut(value, ": ")
		switch key {
		case "at":
			e.at = place{fn, code}
		case "op":
			e.ops = append(e.ops, place{fn, code})
		case "says":
			re, err := regexp.Compile(value)
			if err != nil {
				return e, err
			}
			e.says = re
		case "why":
			e.why = value
		default:
			return e, fmt.Errorf("what is %s?", key)
		}
		if !ok && (key == "at" || key == "op") {
			return e, fmt.Errorf("%s is not a function and a line", value)
		}
	}
	if e.at == (place{}) || e.says == nil {
		return e, errors.New("it says too little")
	}
	return e, nil
}

// repair returns the text of a kernel after the edits.
func (k *kernel) repair(text string) (string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	type change struct {
		start, end int
		text       string
	}
	var changes []change
	for _, e := range k.edits {
		start, end := 0, len(text)
		if e.in != "" {
			end = 0
			for _, decl := range f.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && functionName(fn) == e.in {
					start, end = fset.Position(fn.Pos()).Offset, fset.Position(fn.End()).Offset
				}
			}
		}
		if n := strings.Count(text[start:end], e.old); n != 1 {
			return "", fmt.Errorf("the old text occurs %d times in %q: %s", n, e.in, e.old)
		}
		start += strings.Index(text[start:end], e.old)
		changes = append(changes, change{start, start + len(e.old), e.new})
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.start, b.start) })
	var b strings.Builder
	last := 0
	for _, c := range changes {
		if c.start < last {
			return "", fmt.Errorf("two edits overlap at: %s", c.text)
		}
		b.WriteString(text[last:c.start] + c.text)
		last = c.end
	}
	return b.String() + text[last:], nil
}

// matches reports whether a report is the expected one.
func (e expectation) matches(r report) bool {
	op := r.op == place{} && e.ops == nil || slices.Contains(e.ops, r.op)
	return (e.pass == "" || e.pass == r.pass) && r.at == e.at && op && e.says.MatchString(r.text)
}

func (k *kernel) check(t *testing.T) {
	expect := func(when string, list []report, want []expectation, complaint string) {
		for _, e := range want {
			if !slices.ContainsFunc(list, e.matches) {
				t.Errorf("%s %s the repair: %s: %s %s", complaint, when, e.at, e.says, e.pass)
			}
		}
	}
	expect("before", k.before, k.report, "not reported")
	expect("before", k.before, k.wrong, "listed as wrong, but no longer reported")
	expect("after", k.after, k.still, "listed as false, but no longer reported")
	for _, r := range k.before {
		listed := func(list []expectation) bool {
			return slices.ContainsFunc(list, func(e expectation) bool { return e.matches(r) })
		}
		switch {
		case listed(k.report), listed(k.wrong):
		case listed(k.missed):
			t.Errorf("listed as missed, but reported: %s", r)
		case len(k.missed) > 0:
			t.Errorf("not listed, and others are listed as missed: is it one of them? %s", r)
		default:
			// It may be the bug too, in another place. What it does after the
			// repair tells.
			t.Logf("also reported before the repair: %s", r)
		}
	}
	for _, r := range k.after {
		if !slices.ContainsFunc(k.still, func(e expectation) bool { return e.matches(r) }) {
			t.Errorf("reported after the repair: %s", r)
		}
	}
}
