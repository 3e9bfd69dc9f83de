package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The CSV files of the sweep are well formed, and belong together.
func TestFiles(t *testing.T) {
	repositories, err := readRepositories(repositoriesCSV)
	if err != nil {
		t.Fatal(err)
	}
	commits := make(map[string]string)
	for _, r := range repositories {
		commits[r.name] = r.commit
	}
	labels, err := readLabels(labelsCSV)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range labels {
		if commits[l.repository] != l.commit {
			t.Errorf("%s %s: labels.csv has commit %s, and repositories.csv %q", l.repository, l.function, l.commit, commits[l.repository])
		}
		if l.stem != stem(l.stem) {
			t.Errorf("%s %s: not a stem: %s", l.repository, l.function, l.stem)
		}
	}
}

func TestStem(t *testing.T) {
	for _, test := range []struct{ message, want string }{
		{"send on closed channel ch", "send on closed channel ch"},
		{"close of channel w.c1 that another goroutine can close first (closed on line 700)", "close of channel w.c1 that another goroutine can close first (closed on line N)"},
		{"goroutine blocks forever in select on line 267 of conn_state.go (no case can proceed)", "goroutine blocks forever in select on line N (no case can proceed)"},
		{"mu is locked while up is held; lines 119 and 153 close a circle", "mu is locked while up is held; lines N close a circle"},
		{"blocks forever sending to ch (caller returns on line 73 of a_test.go without receiving)", "blocks forever sending to ch (caller returns on line N without receiving)"},
		{"receive from ch1 on line 2, 3 and 4", "receive from ch1 on line N"},
	} {
		got := stem(test.message)
		if got != test.want {
			t.Errorf("stem(%q)\n got %q\nwant %q", test.message, got, test.want)
		}
		if again := stem(got); again != got {
			t.Errorf("stem(%q) = %q: not stable", got, again)
		}
	}
}

const source = `package p

type T[K any] struct{}

func (t *T[K]) Method() {
	_ = 1
}

func (T[K]) Value() {}

//line other.go:1
func Function() {
	_ = func() {
	}
}

var _ = func() {
}
`

func TestFunctions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	functions := make(functions)
	for line, want := range map[int]string{
		3: "package level", 5: "(*T).Method", 7: "(*T).Method", 9: "T.Value", 12: "Function", 14: "Function", 17: "package level",
	} {
		if got, err := functions.at(file, line); err != nil || got != want {
			t.Errorf("line %d: %q, %v; want %q", line, got, err, want)
		}
	}
}

func TestParse(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "p"), 0o777); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "p", "p.go")
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	at := func(line int, message string) string {
		return fmt.Sprintf(`{"posn": "%s:%d:2", "message": %q}`, file, line, message)
	}
	in := `{"p": {"deadlock": [` + at(12, "blocks on line 7") + `], "wgcount": [` + at(6, "x") + `]}}
		{"p [p.test]": {"deadlock": [` + at(12, "blocks on line 7") + `]}}`
	fs, err := parse(strings.NewReader(in), dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []finding{
		{key{"wgcount", "p.(*T).Method", "x"}, "p/p.go", 6, 2, "x"},
		{key{"deadlock", "p.Function", "blocks on line N"}, "p/p.go", 12, 2, "blocks on line 7"},
	}
	if !reflect.DeepEqual(fs, want) {
		t.Errorf("got %v\nwant %v", fs, want)
	}

	if _, err := parse(strings.NewReader(`{"p": {"deadlock": {"error": "broken"}}}`), dir); err == nil {
		t.Error("a pass that failed is no error")
	}
}

func TestCompare(t *testing.T) {
	one, two := key{"deadlock", "F", "s"}, key{"wgcount", "G", "s"}
	findings := []finding{{key: one, line: 1}, {key: one, line: 2}, {key: one, line: 3}}
	labels := []label{
		{repository: "r", key: one, label: isTrue},
		{repository: "other", key: one, label: isFalse},
		{repository: "r", key: two, label: isTrue},
		{repository: "r", key: one, label: isFalse},
	}
	var got []string
	for _, m := range compare("r", findings, labels) {
		got = append(got, fmt.Sprintf("%d: line %d, %q of %q", m.state, m.finding.line, m.label.label, m.label.pass))
	}
	want := []string{
		`0: line 1, "true" of "deadlock"`,
		`0: line 2, "false" of "deadlock"`,
		`1: line 3, "" of ""`,
		`2: line 0, "true" of "wgcount"`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestTally(t *testing.T) {
	var ms []match
	for _, s := range []string{"b true", "a false", "b harmless", "b true", "b false"} {
		pass, l, _ := strings.Cut(s, " ")
		ms = append(ms, match{label: label{key: key{pass: pass}, label: l}})
	}
	got := tally(ms)
	want := []count{{"a", 0, 0, 1}, {"b", 2, 1, 1}, {"all", 2, 1, 2}}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if b := got[1]; b.notFalse() != 0.75 || b.useful() != 0.5 {
		t.Errorf("not false %v, useful %v", b.notFalse(), b.useful())
	}
	if none := tally(nil); len(none) != 1 || none[0].notFalse() != 1 {
		t.Errorf("nothing found: %v", none)
	}
}

func TestCSV(t *testing.T) {
	header := strings.Join(labelsHeader, ",") + "\n"
	for _, bad := range []string{
		"", "a,b\n", header + "r,c,p,f,s,maybe,why\n", header + "r,c,p,f,s,true,\n", header + "r,c,p\n",
	} {
		if ls, err := readLabels(bad); err == nil {
			t.Errorf("readLabels(%q) = %v", bad, ls)
		}
	}

	// What is printed for a new finding can be read after it is completed.
	f := finding{key: key{"deadlock", "a.(*T).F", `says "x", and y`}}
	var out bytes.Buffer
	if err := writeLabels(&out, []match{{repository: "o/r", finding: f}}, []repository{{name: "o/r", commit: "c0"}}); err != nil {
		t.Fatal(err)
	}
	record, err := csv.NewReader(&out).Read()
	if err != nil {
		t.Fatal(err)
	}
	record[5], record[6] = isHarmless, "why"
	out.Reset()
	w := csv.NewWriter(&out)
	if err := w.WriteAll([][]string{labelsHeader, record}); err != nil {
		t.Fatal(err)
	}
	ls, err := readLabels(out.String())
	if want := []label{{"o/r", "c0", f.key, isHarmless, "why"}}; err != nil || !reflect.DeepEqual(ls, want) {
		t.Errorf("got %v, %v; want %v", ls, err, want)
	}
}

// A commit is taken from a mirror, and only once.
func TestCheckout(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	mirrors, work := t.TempDir(), t.TempDir()
	repo := filepath.Join(mirrors, "owner+name", "repo")
	if err := os.MkdirAll(repo, 0o777); err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) string {
		t.Helper()
		out, err := output(repo, "git", append([]string{"-c", "user.name=n", "-c", "user.email=e"}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(repo, "a.go"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		git("add", ".")
		git("commit", "-q", "-m", "m")
	}
	git("init", "-q")
	write("package old\n")
	r := repository{name: "owner/name", commit: git("rev-parse", "HEAD")}
	write("package new\n")

	for _, from := range []string{mirrors, ""} { // the second time without a mirror
		dir, err := r.materialize(from, work)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(filepath.Join(dir, "a.go")); err != nil || string(text) != "package old\n" {
			t.Errorf("%q, %v", text, err)
		}
	}
	r.commit = strings.Repeat("0", 40)
	if dir, err := r.materialize(mirrors, work); err == nil {
		t.Errorf("a commit that is missing is in %s", dir)
	}
	entries, err := os.ReadDir(work)
	if err != nil || len(entries) != 1 {
		t.Errorf("work has %v, %v", entries, err)
	}
}
