package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.." // of the repository

// TestSameAsVet compares golangci-lint with go vet on all fixtures: the findings are
// the same, with the steps in the message, also from the cache and after a change.
func TestSameAsVet(t *testing.T) {
	s := built
	dir := s.module(t, config("{}"))
	copyFixtures(t, dir)
	want := s.vet(t, dir)
	if len(want) < 100 {
		t.Fatalf("go vet has only %d findings in the fixtures", len(want))
	}
	t.Logf("%d findings", len(want))

	got := s.lint(t, dir, 1)
	compare(t, "cold", got, want)
	got = s.lint(t, dir, 1)
	compare(t, "warm", got, want)

	changed := filepath.Join(dir, "sendclosed", "close_then_send", "close_then_send.go")
	data, err := os.ReadFile(changed)
	check(t, err)
	check(t, os.WriteFile(changed, append(data, "\nfunc badAdded() { done := make(chan int); close(done); close(done) }\n"...), 0o666))
	got = s.lint(t, dir, 1)
	compare(t, "changed", got, s.vet(t, dir))
}

// TestNolint checks that comments for golangci-lint silence a finding with all its
// steps, and count as used; directives of chanlint work as well.
func TestNolint(t *testing.T) {
	s := built
	dir := s.module(t, config("{}", "nolintlint"))
	write(t, dir, "a.go", `package a

func silenced() {
	done := make(chan int)
	close(done)
	close(done) //nolint:chanlint // for the test
}

func ignored() {
	done := make(chan int)
	close(done)
	close(done) //chanlint:ignore doubleclose for the test
}
`)
	compare(t, "silenced", s.lint(t, dir, 0), nil)

	write(t, dir, "b.go", `package a

func unused() {
	done := make(chan int)
	close(done) //nolint:chanlint // for the test
}
`)
	if out := strings.Join(s.lint(t, dir, 1), "\n"); !strings.Contains(out, "b.go:5") || !strings.Contains(out, "is unused for linter") {
		t.Errorf("an unused comment is not reported: %s", out)
	}
}

// TestFacts checks that models travel between packages, also when the one that
// exports them comes from the cache.
func TestFacts(t *testing.T) {
	s := built
	dir := s.module(t, config("{}"))
	write(t, dir, "closer/closer.go", `package closer

func Stop(done chan int) { close(done) }
`)
	write(t, dir, "user/user.go", `package user

import "example.com/module/closer"

func Use() {
	done := make(chan int)
	closer.Stop(done)
	closer.Stop(done)
}
`)
	want := s.vet(t, dir)
	if len(want) != 1 {
		t.Fatalf("go vet finds %q, want one finding", want)
	}
	for range 2 {
		compare(t, "facts", s.lint(t, dir, 1), want)
		write(t, dir, "user/other.go", "package user\n") // the next run reads the other package's facts
	}
}

// TestFix checks that golangci-lint applies fixes, and reports the rest.
func TestFix(t *testing.T) {
	s := built
	dir := s.module(t, config("{}"))
	const source = `package a

func closeTwice() {
	done := make(chan struct{})
	close(done)
%s}

func sendAfterClose() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1
}
`
	write(t, dir, "a.go", fmt.Sprintf(source, "\tclose(done)\n"))
	got := strings.Join(s.lint(t, dir, 1, "--fix"), "\n")
	if !strings.Contains(got, "send on closed channel") || strings.Contains(got, "doubleclose") {
		t.Errorf("got %s, want the finding without a fix", got)
	}
	data, err := os.ReadFile(filepath.Join(dir, "a.go"))
	check(t, err)
	if want := fmt.Sprintf(source, ""); string(data) != want {
		t.Errorf("got\n%s\nwant\n%s", data, want)
	}
}

func TestSettings(t *testing.T) {
	s := built
	source := `package a

func sendAfterClose() {
	done := make(chan int, 1)
	close(done)
	done <- 1
}

func closeTwice() {
	done := make(chan int)
	close(done)
	close(done)
}
`
	tests := []struct {
		settings string
		code     int
		want     string
	}{
		{"{}", 1, "a.go:6:2: sendclosed: "},
		{"{enable: [doubleclose]}", 1, "a.go:12:2: doubleclose: "},
		{"{disable: [sendclosed, doubleclose]}", 0, ""},
		{"{level: all}", 1, "a.go:6:2: sendclosed: "},
		{"{levels: all}", 3, `unknown field "levels"`},
		{"{enable: [closetwice]}", 3, `no pass is called "closetwice"`},
	}
	for _, test := range tests {
		t.Run(test.settings, func(t *testing.T) {
			dir := s.module(t, config(test.settings))
			write(t, dir, "a.go", source)
			got := s.lint(t, dir, test.code)
			if text := strings.Join(got, "\n"); !strings.Contains(text, test.want) || test.want == "" && text != "" {
				t.Errorf("got %s, want %q", text, test.want)
			}
		})
	}
}

// TestConfig checks the configuration that the documentation shows.
func TestConfig(t *testing.T) {
	s := built
	page, err := os.ReadFile(root + "/docs/golangci-lint.md")
	check(t, err)
	blocks := regexp.MustCompile("(?s)\n   ```yaml\n(.*?)   ```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of YAML in the steps, want those of two files", len(blocks))
	}
	dir := s.module(t, strings.ReplaceAll("\n"+blocks[1][1], "\n   ", "\n"))
	out, code := s.run(t, dir, s.golangci, "config", "verify")
	if code != 0 {
		t.Errorf("golangci-lint config verify: exit code %d\n%s", code, out)
	}
	write(t, dir, "a.go", "package a\n\nfunc closeTwice() {\n\tdone := make(chan int)\n\tclose(done)\n\tclose(done)\n}\n")
	if got := strings.Join(s.lint(t, dir, 1), "\n"); !strings.Contains(got, "a.go:6:2: doubleclose: ") {
		t.Errorf("got %s, want the finding", got)
	}
}

// A setup is the two programs to compare.
type setup struct{ golangci, chanlint string }

var built setup

// TestMain builds them once.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "chanlint-golangci-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	built = setup{filepath.Join(dir, "golangci-lint"), filepath.Join(dir, "chanlint")}
	// golangci-lint keeps the findings of a program by its version, which is always
	// the same here.
	os.Setenv("GOLANGCI_LINT_CACHE", filepath.Join(dir, "cache"))
	code := 1
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func build() error {
	for _, args := range [][]string{
		{"build", "-o", built.golangci, "."},
		{"build", "-C", root, "-o", built.chanlint, "./cmd/chanlint"},
	} {
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return nil
}

// config returns a configuration that runs chanlint with these settings, and others.
func config(settings string, others ...string) string {
	return "version: \"2\"\n" +
		"linters:\n  default: none\n  enable: [" + strings.Join(append(others, "chanlint"), ", ") + "]\n  settings:\n    nolintlint: {allow-unused: false}\n" +
		"    custom: {chanlint: {type: module, settings: " + settings + "}}\n"
}

// module returns the directory of a new module with this configuration.
func (setup) module(t *testing.T, config string) string {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	check(t, err)
	write(t, dir, "go.mod", "module example.com/module\n\ngo 1.26\n")
	write(t, dir, ".golangci.yml", config)
	return dir
}

// lint returns the issues of golangci-lint, or what it says if it fails, and checks
// its exit code.
func (s setup) lint(t *testing.T, dir string, want int, flags ...string) []string {
	t.Helper()
	report := filepath.Join(t.TempDir(), "report.json")
	out, code := s.run(t, dir, s.golangci, slices.Concat([]string{"run", "--output.json.path=" + report, "--path-mode=abs", "--show-stats=false",
		"--uniq-by-line=false", "--max-same-issues=0", "--max-issues-per-linter=0"}, flags, []string{"./..."})...)
	if code != want {
		t.Fatalf("golangci-lint: exit code %d, want %d\n%s", code, want, out)
	}
	if code > 1 {
		return []string{string(out)}
	}
	data, err := os.ReadFile(report)
	check(t, err)
	var list struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	check(t, json.Unmarshal(data, &list))
	var lines []string
	for _, i := range list.Issues {
		name, err := filepath.Rel(dir, i.Pos.Filename)
		check(t, err)
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", name, i.Pos.Line, i.Pos.Column, i.Text))
	}
	slices.Sort(lines)
	return lines
}

// vet returns the findings of go vet as golangci-lint should show them.
func (s setup) vet(t *testing.T, dir string) []string {
	t.Helper()
	cmd := exec.Command("go", "vet", "-json", "-vettool="+s.chanlint, "./...")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	if err != nil {
		t.Fatalf("go vet: %v\n%s", err, stderr.Bytes())
	}
	lines := map[string]bool{} // without those of a package that its tests repeat
	for dec := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var tree map[string]map[string][]struct {
			Posn, Message string
			Related       []struct{ Posn, Message string }
		}
		err := dec.Decode(&tree)
		if errors.Is(err, io.EOF) {
			break
		}
		check(t, err)
		for _, unit := range tree {
			for pass, list := range unit {
				for _, d := range list {
					line := fmt.Sprintf("%s: %s: %s", strings.TrimPrefix(d.Posn, dir+string(filepath.Separator)), pass, d.Message)
					for i, r := range d.Related {
						at := filepath.Base(r.Posn)
						line += fmt.Sprintf("; %d. %s (%s)", i+1, r.Message, at[:strings.LastIndex(at, ":")])
					}
					lines[line] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(lines))
}

func (setup) run(t *testing.T, dir, program string, args ...string) (output []byte, code int) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out, cmd.ProcessState.ExitCode()
}

// compare reports how two lists of findings differ.
func compare(t *testing.T, when string, got, want []string) {
	t.Helper()
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: only golangci-lint finds %s", when, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: only go vet finds %s", when, line)
		}
	}
}

// copyFixtures copies the fixtures of all passes into a module, but for those that
// import other modules.
func copyFixtures(t *testing.T, dir string) {
	t.Helper()
	sources, err := filepath.Glob(filepath.Join(root, "passes", "*", "testdata", "src", "*"))
	check(t, err)
	for _, src := range sources {
		pass := filepath.Base(filepath.Dir(filepath.Dir(filepath.Dir(src))))
		if strings.Contains(filepath.Base(src), ".") || importsModules(t, src) {
			continue
		}
		check(t, os.CopyFS(filepath.Join(dir, pass, filepath.Base(src)), os.DirFS(src)))
	}
}

// importsModules reports whether a file in a directory imports a module.
func importsModules(t *testing.T, dir string) bool {
	t.Helper()
	found := false
	check(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found = found || bytes.Contains(data, []byte(`"github.com/`)) || bytes.Contains(data, []byte(`"golang.org/`))
		return err
	}))
	return found
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	check(t, os.MkdirAll(filepath.Dir(path), 0o777))
	check(t, os.WriteFile(path, []byte(text), 0o666))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
