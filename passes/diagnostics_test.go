package passes_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/chanlint/chanlint/passes"
	"github.com/chanlint/chanlint/passes/badignore"
)

// notYet lists the violations of these tests that are known, by the key that
// add is called with. One that has gone must be removed from here.
var notYet []string

// violations reports what is wrong, unless it is known.
type violations struct {
	t    *testing.T
	seen map[string]bool // the keys
}

func newViolations(t *testing.T) *violations {
	v := &violations{t, map[string]bool{}}
	t.Cleanup(func() {
		for _, key := range notYet {
			if !v.seen[key] {
				t.Errorf("notYet lists what has gone: %s", key)
			}
		}
	})
	return v
}

// add reports a violation. The key says what it is about, without numbers of
// lines.
func (v *violations) add(key, format string, args ...any) {
	v.t.Helper()
	v.seen[key] = true
	report := v.t.Errorf
	if slices.Contains(notYet, key) {
		report = v.t.Logf
	}
	report("%s [%s]", fmt.Sprintf(format, args...), key)
}

// A diagnostic is one that some pass reports on some fixture.
type diagnostic struct {
	analysis.Diagnostic
	pass string // which reports it
	pkg  *packages.Package
}

func (d diagnostic) position(pos token.Pos) token.Position { return d.pkg.Fset.Position(pos) }

// owns reports whether a position is in a file of the package.
func (d diagnostic) owns(pos token.Pos) bool {
	return pos.IsValid() && slices.Contains(d.pkg.CompiledGoFiles, d.position(pos).Filename)
}

// key names the diagnostic by its pass, package and function.
func (d diagnostic) key() string {
	return fmt.Sprintf("%s %s.%s", d.pass, filepath.Base(d.pkg.PkgPath), enclosing(d))
}

// place names the position below the directory of the passes.
func (d diagnostic) place() string {
	p := d.position(d.Pos)
	dir, _ := os.Getwd()
	name, err := filepath.Rel(dir, p.Filename)
	if err != nil {
		name = p.Filename
	}
	return fmt.Sprintf("%s:%d", filepath.ToSlash(name), p.Line)
}

// fixtures returns the packages of the fixtures of every pass, in order.
var fixtures = sync.OnceValues(func() ([]*packages.Package, error) { return loadFixtures(nil) })

// loadFixtures loads the fixtures, with other contents of some files.
func loadFixtures(overlay map[string][]byte) ([]*packages.Package, error) {
	// Most of the time goes into the standard library, so passes whose fixtures
	// have different names are loaded together.
	var workspaces []*workspace
	for _, a := range passes.All() {
		dir, err := filepath.Abs(filepath.Join(a.Name, "testdata"))
		if err != nil {
			return nil, err
		}
		entries, err := os.ReadDir(filepath.Join(dir, "src"))
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(workspaces, func(w *workspace) bool {
			return !slices.ContainsFunc(entries, func(e os.DirEntry) bool { return slices.Contains(w.patterns, e.Name()+"/...") })
		})
		if i < 0 {
			i = len(workspaces)
			workspaces = append(workspaces, new(workspace))
		}
		w := workspaces[i]
		w.dirs = append(w.dirs, dir)
		for _, e := range entries {
			w.patterns = append(w.patterns, e.Name()+"/...")
		}
	}
	var all []*packages.Package
	for _, w := range workspaces {
		pkgs, err := w.load(overlay)
		if err != nil {
			return nil, err
		}
		all = append(all, pkgs...)
	}
	slices.SortFunc(all, func(a, b *packages.Package) int { return strings.Compare(a.GoFiles[0], b.GoFiles[0]) })
	return all, nil
}

// A workspace is a GOPATH of several directories.
type workspace struct {
	dirs     []string
	patterns []string
}

// load loads the packages as analysistest does.
func (w *workspace) load(overlay map[string][]byte) ([]*packages.Package, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode:    packages.LoadAllSyntax | packages.NeedModule,
		Dir:     w.dirs[0],
		Overlay: overlay,
		Env: append(os.Environ(), "GOPATH="+strings.Join(w.dirs, string(filepath.ListSeparator)),
			"GO111MODULE=off", "GOPROXY=off", "GOFLAGS=", "GOWORK=off"),
	}, w.patterns...)
	if err != nil {
		return nil, err
	}
	for _, pkg := range pkgs {
		if len(pkg.Errors) > 0 {
			return nil, pkg.Errors[0]
		}
	}
	return pkgs, nil
}

// diagnostics returns what all passes report on all fixtures.
func diagnostics() ([]diagnostic, error) {
	r, err := results()
	return r.findings, err
}

// reported is what was reported on some packages, the traces by themselves.
type reported struct{ findings, traces []diagnostic }

// results returns what is reported on all fixtures.
var results = sync.OnceValues(func() (reported, error) {
	pkgs, err := fixtures()
	if err != nil {
		return reported{}, err
	}
	return analyze(pkgs)
})

func analyze(pkgs []*packages.Package) (reported, error) {
	traces := passes.Traces()
	if err := traces.Flags.Set("attach", "true"); err != nil {
		return reported{}, err
	}
	// The check is that facts survive gob, with which most drivers store them.
	graph, err := checker.Analyze(append(passes.All(), traces), pkgs, &checker.Options{SanityCheck: true})
	if err != nil {
		return reported{}, err
	}
	var r reported
	for _, action := range graph.Roots {
		if action.Err != nil {
			return reported{}, fmt.Errorf("%v: %w", action, action.Err)
		}
		list := &r.findings
		if action.Analyzer == traces {
			list = &r.traces
		}
		for _, d := range action.Diagnostics {
			*list = append(*list, diagnostic{d, action.Analyzer.Name, action.Package})
		}
	}
	return r, nil
}

func TestDiagnostics(t *testing.T) {
	list, err := diagnostics()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("nothing is reported")
	}
	v := newViolations(t)
	checkWording(v, list)
	checkPlaces(v, list)
	checkCategories(v, list)
	checkTwice(v, list)
	checkDocumented(v, list)
	checkGood(v, list)
}

// checkWording checks the messages and the steps.
func checkWording(v *violations, list []diagnostic) {
	for _, d := range list {
		if why := badWording(d.Message); why != "" {
			v.add("wording "+d.key(), "%s: %s: %s", d.place(), why, d.Message)
		}
		for _, r := range d.Related {
			if why := badWording(buffer.ReplaceAllString(r.Message, "buffer")); why != "" {
				v.add("wording of steps "+d.key(), "%s: %s: %s", d.place(), why, r.Message)
			}
		}
	}
}

// buffer matches what steps say of a buffer, which is no path.
var buffer = regexp.MustCompile(`\bbuffer \d+/\d+\b`)

// badWording says what is wrong with a message, if anything is.
func badWording(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case text == "":
		return "there is no message"
	case strings.ContainsAny(text, "\n\r\t"):
		return "the message has several lines or columns"
	case !unicode.IsLower(first):
		return "the message does not start with a lower-case letter"
	case strings.HasSuffix(text, "."):
		return "the message ends with a period"
	case strings.Contains(text, "  "):
		return "the message has two blanks in a row"
	case strings.TrimSpace(text) != text:
		return "the message has blanks around it"
	case strings.ContainsAny(text, "/\\"):
		return "the message names a path"
	case registers.MatchString(text):
		return "the message names an SSA register"
	case strings.Contains(text, "possible") || strings.Contains(text, "potential"):
		return "the message is vague"
	case strings.Count(text, "(") != strings.Count(text, ")") || strings.Contains(text, " ()"):
		return "the parentheses of the message do not match"
	}
	return ""
}

// registers matches the names that package ssa makes up, such as t12 and
// main$1. A fixture must not have such names of its own.
var registers = regexp.MustCompile(`\bt\d+\b|\$`)

// checkPlaces checks that diagnostics are ranges in the files of the package,
// and that their steps are there too. Only what is said about comments has none.
func checkPlaces(v *violations, list []diagnostic) {
	for _, d := range list {
		if !d.owns(d.Pos) {
			v.add("place "+d.key(), "%s: not in the package", d.place())
		}
		if d.End <= d.Pos {
			v.add("range "+d.key(), "%s: not a range", d.place())
		}
		if len(d.Related) == 0 && d.pass != badignore.Analyzer.Name {
			v.add("no steps "+d.key(), "%s: no steps: %s", d.place(), d.Message)
		}
		for _, r := range d.Related {
			if !d.owns(r.Pos) {
				v.add("place of steps "+d.key(), "%s: a step is not in the package: %s", d.place(), r.Message)
			}
		}
	}
}

// checkCategories checks that each diagnostic has a category of its pass and a
// link to the heading that describes it, and that each category occurs.
func checkCategories(v *violations, list []diagnostic) {
	seen := map[string]bool{}
	for _, d := range list {
		if seen[d.Category] {
			continue
		}
		seen[d.Category] = true
		text := packageDoc(v.t, d.pass)
		if d.Category != d.pass && !strings.HasPrefix(d.Category, d.pass+"-") || !slices.Contains(headings(text), d.Category) {
			v.add("category "+d.Category, "%s: %s does not describe it", d.place(), d.pass)
		}
		page, anchor, ok := strings.Cut(d.URL, "#")
		if page != pageOf(d.pass) || ok && !slices.Contains(anchors(text), anchor) {
			v.add("URL of "+d.Category, "%s: %s leads nowhere", d.place(), d.URL)
		}
	}
	for _, a := range passes.All() {
		for _, category := range categories(packageDoc(v.t, a.Name)) {
			if !seen[category] {
				v.add("category "+category, "no fixture shows it")
			}
		}
	}
}

// checkTwice checks that nothing is reported twice, by one pass or by two.
func checkTwice(v *violations, list []diagnostic) {
	first := map[token.Position]diagnostic{}
	for _, d := range list {
		at := d.position(d.Pos)
		if other, ok := first[at]; ok {
			v.add("twice "+d.key(), "%s: reported by %s: %s, and by %s: %s", d.place(), other.pass, other.Message, d.pass, d.Message)
		}
		first[at] = d
	}
}

// checkDocumented checks that each message in the documentation of a category
// is one that the pass reports, but for names and numbers.
func checkDocumented(v *violations, list []diagnostic) {
	name := regexp.MustCompile(`\b(ch|wg|mu)\b`)
	number := regexp.MustCompile(`\d+`)
	for _, a := range passes.All() {
		text := packageDoc(v.t, a.Name)
		for _, category := range categories(text) {
			for line := range strings.Lines(section(text, category)) {
				example, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "\t")
				if !ok {
					continue
				}
				pattern := number.ReplaceAllString(name.ReplaceAllString(regexp.QuoteMeta(example), `\S+`), `\d+`)
				re := regexp.MustCompile("^" + pattern + "$")
				if !slices.ContainsFunc(list, func(d diagnostic) bool { return d.Category == category && re.MatchString(d.Message) }) {
					v.add("documented "+category, "nothing like this is reported: %s", example)
				}
			}
		}
	}
}

// checkGood checks that no pass reports anything in a function named good…, or
// in a program in a directory named so.
func checkGood(v *violations, list []diagnostic) {
	for _, d := range list {
		if strings.HasPrefix(enclosing(d), "good") || strings.HasPrefix(filepath.Base(d.pkg.PkgPath), "good_") {
			v.add("false "+d.key(), "%s: %s", d.place(), d.Message)
		}
	}
}

// enclosing returns the name of the function that encloses a diagnostic.
func enclosing(d diagnostic) string {
	for _, f := range d.pkg.Syntax {
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Pos() <= d.Pos && d.Pos < fn.End() {
				return fn.Name.Name
			}
		}
	}
	return ""
}

// TestDeterminism runs all passes once more, over some of the fixtures and with
// one processor, and expects the same.
func TestDeterminism(t *testing.T) {
	once, err := results()
	if err != nil {
		t.Fatal(err)
	}
	first := slices.Concat(once.findings, once.traces)
	all, err := fixtures()
	if err != nil {
		t.Fatal(err)
	}
	var some []*packages.Package
	for i, pkg := range all {
		if i%3 == 0 {
			some = append(some, pkg)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	again, err := analyze(some)
	if err != nil {
		t.Fatal(err)
	}
	want, got := dump(first), dump(slices.Concat(again.findings, again.traces))
	for _, pkg := range some {
		if got[pkg] != want[pkg] {
			t.Errorf("%s: the first run reports\n%s\nand the second\n%s", pkg.PkgPath, want[pkg], got[pkg])
		}
	}
}

// dump returns the diagnostics of each package as text.
func dump(list []diagnostic) map[*packages.Package]string {
	text := map[*packages.Package]string{}
	for _, d := range list {
		text[d.pkg] += fmt.Sprintf("%v: %v-%v: %s (%s)\n", d.position(d.Pos), d.Pos, d.End, d.Message, d.Category)
		for _, r := range d.Related {
			text[d.pkg] += fmt.Sprintf("\t%v: %s\n", d.position(r.Pos), r.Message)
		}
	}
	return text
}
