package driver

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// fakeGoEnv names the directory that makes this test binary a go command.
const fakeGoEnv = "CHANLINT_FAKE_GO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(fakeGoEnv); dir != "" {
		os.Exit(fakeGo(dir, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// fakeGo answers from the files of dir: what "go vet" prints on stdout is in
// vet.stdout, its exit code in vet.code, and so on. What it prints with the
// salts of repetitions is in vet-again1.stdout and vet-again2.stdout. If there is a
// file vet.rest, it waits for the file seen before it prints what is in there.
func fakeGo(dir string, args []string) int {
	calls, err := os.OpenFile(filepath.Join(dir, "calls"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return 99
	}
	defer calls.Close()
	fmt.Fprintln(calls, strings.Join(args, " "))

	name := args[0]
	for _, arg := range args {
		if salt, ok := strings.CutPrefix(arg, "-answer.salt=again"); ok {
			name += "-again" + salt[:1]
		}
	}
	read := func(ext string) string {
		data, _ := os.ReadFile(filepath.Join(dir, name+ext)) // missing means empty
		return string(data)
	}
	fmt.Print(read(".stdout"))
	if rest := read(".rest"); rest != "" {
		for range 1000 { // the test fails if it is in vain
			if _, err := os.Stat(filepath.Join(dir, "seen")); err == nil {
				fmt.Print(rest)
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	fmt.Fprint(os.Stderr, read(".stderr"))
	code, _ := strconv.Atoi(read(".code"))
	return code
}

// newFake returns the configuration for a go command with these answers, and
// the directory they are about, for which $DIR stands in them.
func newFake(t *testing.T, answers map[string]string) (Config, string) {
	t.Helper()
	fake, dir := t.TempDir(), t.TempDir()
	quoted, err := json.Marshal(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{
		"env.stdout":  `{"GOVERSION": "go1.26.8", "GOMOD": "", "GOWORK": ""}`,
		"list.stdout": `{"ImportPath": "m/a", "Dir": "$DIR", "GoFiles": ["a.go"], "XTestGoFiles": ["x_test.go"]}`,
	}
	for name, text := range answers {
		all[name] = text
	}
	for name, text := range all {
		text = strings.ReplaceAll(text, "$DIR", strings.Trim(string(quoted), `"`))
		if err := os.WriteFile(filepath.Join(fake, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(fakeGoEnv, fake)
	t.Setenv("GORACE", "atexit_sleep_ms=0") // under -race, each exit takes a second otherwise
	return Config{
		Go:        self,
		Dir:       dir,
		Tool:      filepath.Join(dir, "chanlint"),
		BuiltWith: "go1.26.0",
		Packages:  []string{"./..."},
		Log:       new(strings.Builder),
	}, dir
}

func calls(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv(fakeGoEnv), "calls"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

const (
	oneFinding = `{"m/a": {"answer": [{"posn": "-", "message": "1"}], "sendclosed": [{"posn": "$DIR/a.go:6:2", "end": "$DIR/a.go:6:9", "message": "send on closed channel ch"}]}}`
	xtestClean = `{"m/a_test": {"answer": [{"posn": "-", "message": "1"}]}}`
)

func TestRun(t *testing.T) {
	cfg, dir := newFake(t, map[string]string{
		"vet.stdout": `{"m/a": {
			"answer": [{"category": "", "posn": "$DIR/a.go:1:1", "end": "$DIR/a.go:1:1", "message": "1"}],
			"sendclosed": [
				{"posn": "$DIR/b.go:6:2", "end": "", "message": "b"},
				{"category": "-c", "posn": "$DIR/a.go:10:2", "end": "$DIR/a.go:10:5", "message": "late",
				 "related": [{"posn": "$DIR/a.go:3:4", "end": "$DIR/a.go:3:4", "message": "step"}]}],
			"doubleclose": [{"posn": "$DIR/a.go:9:7", "end": "", "message": "early"}]}}
		{"m/a_test": {"answer": [{"posn": "-", "message": "1"}], "doubleclose": [{"posn": "$DIR/a.go:9:7", "end": "", "message": "early"}]}}`,
		"vet.stderr": "go: warning: something\ngo: downloading m v1.0.0\n",
	})
	cfg.PassFlags = []string{"-sendclosed=true"}
	cfg.BuildFlags = []string{"-tags=x"}
	result, err := Run(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range result.Findings {
		name, err := filepath.Rel(dir, f.Pos.File)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s:%d:%d %s %s %d", name, f.Pos.Line, f.Pos.Col, f.Pass+f.Category, f.Message, len(f.Steps)))
	}
	want := []string{"a.go:9:7 doubleclose early 0", "a.go:10:2 sendclosed-c late 1", "b.go:6:2 sendclosed b 0"}
	if !slices.Equal(got, want) {
		t.Errorf("findings:\n%q\nwant\n%q", got, want)
	}
	if len(result.Problems) > 0 {
		t.Errorf("problems: %q", result.Problems)
	}
	if log := fmt.Sprint(cfg.Log); log != "go: warning: something\n" {
		t.Errorf("log: %q", log)
	}
	wantCall := "vet -json -vettool=" + cfg.Tool + " -trimpath=false -answer.salt=1 -tags=x -sendclosed=true -- ./..."
	if c := calls(t); c[len(c)-1] != wantCall {
		t.Errorf("last call %q, want %q", c[len(c)-1], wantCall)
	}
}

// TestProgress checks that what is done is told while the go command still runs, even
// if the last object is not complete.
func TestProgress(t *testing.T) {
	cfg, _ := newFake(t, map[string]string{
		"vet.stdout": oneFinding + `{"m/a_`,
		"vet.rest":   strings.TrimPrefix(xtestClean, `{"m/a_`),
	})
	var told []string
	cfg.Progress = func(done, all int, findings []Finding) {
		told = append(told, fmt.Sprintf("%d of %d, %d findings", done, all, len(findings)))
		os.WriteFile(filepath.Join(os.Getenv(fakeGoEnv), "seen"), nil, 0o666)
	}
	result, err := Run(cfg)
	if err != nil || len(result.Packages) != 2 || len(result.Findings) != 1 {
		t.Fatalf("got %+v, %v", result, err)
	}
	if len(told) == 0 || told[0] != "1 of 2, 1 findings" {
		t.Errorf("told %q", told)
	}
}

// Packages that were mere dependencies before are without an answer, and those
// that were checked before have one even if they are mere dependencies now.
func TestMissingAnswers(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers map[string]string
		calls   []string // the last ones: repetitions, without their salts
	}{
		{"nothing", nil, []string{"again1 -- m/a"}},
		{"no answers", map[string]string{
			"vet.stdout": `{}{"m/a": {"sendclosed": []}}{"m/a_test": {}}`,
		}, []string{"again1 -- m/a"}},
		{"others", map[string]string{
			"vet.stdout": `{"m/b": {"answer": [{"posn": "-", "message": "1"}], "p": {"error": "no"}, "sendclosed": [{"posn": "$DIR/b.go:6:2", "end": "", "message": "x"}]}}` + xtestClean,
		}, []string{"again1 -- m/a"}},
		{"without the tests", map[string]string{
			"list.stdout":       `{"ImportPath": "m/a", "Dir": "$DIR", "GoFiles": ["a.go"], "CgoFiles": ["c.go"], "TestGoFiles": ["a_test.go"]}`,
			"vet.stdout":        `{"m/a": {"answer": [{"posn": "-", "message": "2"}], "sendclosed": [{"posn": "$DIR/b.go:6:2", "end": "", "message": "x"}]}}`,
			"vet-again1.stdout": `{"m/a": {"answer": [{"posn": "-", "message": "3"}], "sendclosed": [{"posn": "$DIR/b.go:6:2", "end": "", "message": "x"}]}}`,
		}, []string{"again1 -- m/a"}},
		{"one of two", map[string]string{
			"list.stdout": `{"ImportPath": "m/a", "Dir": "$DIR", "GoFiles": ["a.go"]}{"ImportPath": "m/a_test", "Dir": "$DIR", "GoFiles": ["a.go"]}`,
			"vet.stdout":  xtestClean,
		}, []string{"again1 -- m/a"}},
		{"same ID", map[string]string{
			"list.stdout":       `{"ImportPath": "m/a", "Dir": "$DIR", "XTestGoFiles": ["x_test.go"]}{"ImportPath": "m/a_test", "Dir": "$DIR", "GoFiles": ["a.go"]}`,
			"vet.stdout":        oneFinding + xtestClean,
			"vet-again1.stdout": strings.Replace(oneFinding, "m/a", "m/a_test", 1) + xtestClean,
		}, []string{"again1 -- m/a m/a_test"}},
		{"files", map[string]string{
			"list.stdout":       `{"ImportPath": "command-line-arguments", "Dir": "$DIR", "GoFiles": ["a.go"]}`,
			"vet-again1.stdout": strings.Replace(oneFinding, "m/a", "command-line-arguments", 1),
		}, []string{"again1 -- ./..."}},
		{"twice", map[string]string{
			"vet-again1.stdout": xtestClean,
			"vet-again2.stdout": oneFinding,
		}, []string{"again1 -- m/a", "again2 -- m/a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answers := map[string]string{"vet-again1.stdout": oneFinding + xtestClean}
			maps.Copy(answers, test.answers)
			cfg, _ := newFake(t, answers)
			result, err := Run(cfg)
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Findings) != 1 || len(result.Problems) != 0 {
				t.Errorf("got %+v", result)
			}
			if log := fmt.Sprint(cfg.Log); log != "" {
				t.Errorf("log: %q", log)
			}
			var got []string
			for _, call := range calls(t)[3:] {
				before, pkgs, _ := strings.Cut(call, " -- ")
				_, salt, _ := strings.Cut(before, "-answer.salt=")
				salt, _, _ = strings.Cut(salt, "-")
				got = append(got, salt+" -- "+pkgs)
			}
			if !slices.Equal(got, test.calls) {
				t.Errorf("repetitions %q, want %q", got, test.calls)
			}
		})
	}
	t.Run("never", func(t *testing.T) {
		cfg, _ := newFake(t, map[string]string{"vet.stdout": `{}`, "vet-again1.stdout": oneFinding})
		_, err := Run(cfg)
		wantError(t, err, "go vet did not say anything about m/a_test; ")
		if n := len(calls(t)); n != 5 {
			t.Errorf("%d calls, want 5", n)
		}
	})
	t.Run("repetition fails", func(t *testing.T) {
		cfg, _ := newFake(t, map[string]string{
			"vet.stdout":        oneFinding,
			"vet-again1.stderr": "go: no space left\n",
			"vet-again1.code":   "1",
		})
		result, err := Run(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Findings) != 1 || !slices.Equal(result.Problems, []string{"go: no space left"}) {
			t.Errorf("got %+v", result)
		}
	})
	t.Run("failed", func(t *testing.T) {
		// A failure explains what is missing.
		cfg, _ := newFake(t, map[string]string{
			"vet.stdout": oneFinding,
			"vet.stderr": "# m/a_test\nchanlint: ./x_test.go:3:1: undefined: x\n",
			"vet.code":   "1",
		})
		result, err := Run(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Findings) != 1 || !slices.Equal(result.Problems, []string{"./x_test.go:3:1: undefined: x"}) {
			t.Errorf("got %+v", result)
		}
		if n := len(calls(t)); n != 3 {
			t.Errorf("%d calls, want 3", n)
		}
	})
}

func TestRunFails(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers map[string]string
		want    string
		calls   int
	}{
		{"newer go command", map[string]string{"env.stdout": `{"GOVERSION": "go1.999.2"}`},
			"built with go1.26, but the go command is go1.999: rebuild chanlint, or run it with go tool", 1},
		{"old go command", map[string]string{"env.stdout": `{"GOVERSION": "go1.25.9"}`},
			"the go command is go1.25, too old", 1},
		{"env fails", map[string]string{"env.code": "1", "env.stderr": "go: bad toolchain\n"}, "go env: bad toolchain", 1},
		{"env garbled", map[string]string{"env.stdout": "GOVERSION=go1.26"}, "reading the output of go env", 1},
		{"list fails", map[string]string{"list.code": "1", "list.stderr": "go: no go.mod\n"}, "go list: no go.mod", 2},
		{"list fails silently", map[string]string{"list.code": "3"}, "go list: exit code 3", 2},
		{"list garbled", map[string]string{"list.stdout": "{"}, "reading the output of go list", 2},
		{"vet garbled", map[string]string{"vet.stdout": "{}\n# m/a\n"}, "reading the output of go vet", 3},
		{"answer garbled", map[string]string{"vet.stdout": `{"m/a": {"answer": [{"message": "x"}]}}`}, "reading the output of go vet", 3},
		{"no position", map[string]string{"vet.stdout": `{"m/a": {"answer": [{"message": "1"}], "p": [{"posn": "-", "message": "x"}]}}`}, `malformed position "-"`, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			cfg, _ := newFake(t, test.answers)
			_, err := Run(cfg)
			wantError(t, err, test.want)
			if n := len(calls(t)); n != test.calls {
				t.Errorf("%d calls, want %d", n, test.calls)
			}
		})
	}
	t.Run("no go command", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		_, err := Run(Config{})
		wantError(t, err, "the go command is not on PATH")
	})
	t.Run("go command does not start", func(t *testing.T) {
		_, err := Run(Config{Go: filepath.Join(t.TempDir(), "go")})
		wantError(t, err, "running go env")
	})
}

// What is wrong with some packages does not hide the findings in others.
func TestProblems(t *testing.T) {
	elsewhere := t.TempDir()
	quoted, err := json.Marshal(filepath.Join(elsewhere, "a.go:1:2"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		answers map[string]string
		want    []string // substrings of the problems
	}{
		{"crash", map[string]string{
			"vet.stdout": oneFinding,
			"vet.stderr": "# m/b\npanic: boom\n\ngoroutine 7 [running]:\nmain.main()\n\tx.go:1\n# m/c\nexit status 2\n",
			"vet.code":   "1",
		}, []string{"chanlint crashed on m/b: panic: boom", "m/c: exit status 2"}},
		{"silent failure", map[string]string{"vet.stdout": oneFinding, "vet.code": "1"}, []string{"without a word"}},
		{"failed passes", map[string]string{
			"vet.stdout": oneFinding + `{"m/a_test": {"answer": [{"message": "1"}], "p": {"error": "no"}, "q": {"error": "no"}, "r": {"error": "never"}}}`,
		}, []string{"m/a_test: analysis failed: no", "m/a_test: analysis failed: never"}},
		{"another checkout", map[string]string{
			"vet.stdout": oneFinding + `{"m/a_test": {"answer": [{"message": "1"}], "p": [{"posn": ` + string(quoted) + `, "end": "", "message": "x"}]}}`,
		}, []string{"finding outside of the packages"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cfg, _ := newFake(t, test.answers)
			result, err := Run(cfg)
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Findings) != 1 {
				t.Errorf("findings: %+v", result.Findings)
			}
			if len(result.Problems) != len(test.want) {
				t.Fatalf("problems: %q, want %q", result.Problems, test.want)
			}
			for i, want := range test.want {
				if !strings.Contains(result.Problems[i], want) {
					t.Errorf("problem %q, want %q", result.Problems[i], want)
				}
			}
		})
	}
}

func TestUnits(t *testing.T) {
	f := []string{"f.go"}
	for _, test := range []struct {
		pkg  listedPackage
		want string
	}{
		{listedPackage{}, ""},
		{listedPackage{GoFiles: f}, "p 1"},
		{listedPackage{CgoFiles: f}, "p 1"},
		{listedPackage{TestGoFiles: f}, "p 1"},
		{listedPackage{GoFiles: f, CgoFiles: f, TestGoFiles: f}, "p 3"},
		{listedPackage{XTestGoFiles: f}, "p_test 1"},
		{listedPackage{GoFiles: f, XTestGoFiles: f}, "p 1, p_test 1"},
		{listedPackage{ImportPath: "unsafe", Standard: true, GoFiles: f}, ""},
		{listedPackage{ImportPath: "builtin", GoFiles: f}, "builtin 1"},
	} {
		if test.pkg.ImportPath == "" {
			test.pkg.ImportPath = "p"
		}
		var got []string
		for _, u := range test.pkg.units() {
			got = append(got, fmt.Sprintf("%s %d", u.id, u.files))
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%+v: units %s, want %s", test.pkg, got, test.want)
		}
	}
}

// Different units need different salts, whatever their order.
func TestDigest(t *testing.T) {
	a, b, tested := unit{id: "a", files: 1}, unit{id: "b", files: 1}, unit{id: "a", files: 2}
	seen := make(map[string]bool)
	for _, list := range [][]unit{nil, {a}, {b}, {tested}, {a, b}, {tested, b}} {
		seen[digest(list)] = true
	}
	if len(seen) != 6 {
		t.Errorf("digests %v", seen)
	}
	if digest([]unit{a, b}) != digest([]unit{b, a}) {
		t.Error("the order matters")
	}
}

func TestDescribe(t *testing.T) {
	list := []unit{{id: "a"}, {id: "b"}, {id: "c"}, {id: "d"}, {id: "e"}, {id: "f"}, {id: "g"}}
	if got := describe(list[:2]); got != "a, b" {
		t.Errorf("got %q", got)
	}
	if got := describe(list); got != "a, b, c, d, e and 2 more" {
		t.Errorf("got %q", got)
	}
}

func TestCheckGoVersion(t *testing.T) {
	for _, test := range []struct {
		built, goCommand string
		ok               bool
	}{
		{"go1.26.8", "go1.26.9", true},
		{"go1.26.8", "go1.25.0", true},
		{"go1.26", "go1.27rc1", false},
		{"go1.26.8 X:nodwarf5", "go1.27.0", false},
		{"devel go1.28-0a1b2c3 Mon Nov 23 2026", "go1.27.0", true},
		{"go1.26.8", "go1.28-devel_0a1b2c3", false},
		{"go1.26.8", "", true}, // not known is not newer
		{"weird", "go1.27", true},
	} {
		if err := CheckGoVersion(test.built, test.goCommand); (err == nil) != test.ok {
			t.Errorf("CheckGoVersion(%q, %q) = %v", test.built, test.goCommand, err)
		}
	}
}

func TestParsePosition(t *testing.T) {
	for s, want := range map[string]Position{
		"/a/b.go:3:4":   {"/a/b.go", 3, 4},
		"/a/b.go:3":     {"/a/b.go", 3, 0},
		`C:\a\b.go:3:4`: {`C:\a\b.go`, 3, 4},
		`C:\a\b.go:3`:   {`C:\a\b.go`, 3, 0},
		"/a:1/b.go:3:4": {"/a:1/b.go", 3, 4},
	} {
		if got, err := parsePosition(s); err != nil || got != want {
			t.Errorf("parsePosition(%q) = %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "-", "a.go", "a.go:x", ":3:4:", "a.go:-1"} {
		if got, err := parsePosition(s); err == nil {
			t.Errorf("parsePosition(%q) = %v, want an error", s, got)
		}
	}
}

func TestTidy(t *testing.T) {
	stderr := "go: downloading m v1.0.0\n# m/a\n# [m/a]\n./a.go:1:2: undefined: x\n\thave (int)\n./a.go:1:2: undefined: x\n\n" +
		"# m/b\nchanlint: ./b.go:1:2: undefined: y\r\nfatal error: all goroutines are asleep\n\ngoroutine 1 [running]:\n# m/c\nsignal: killed\n"
	want := []string{
		"./a.go:1:2: undefined: x",
		"\thave (int)",
		"./b.go:1:2: undefined: y",
		"chanlint crashed on m/b: fatal error: all goroutines are asleep (go vet -vettool=chanlint prints the trace)",
		"m/c: signal: killed",
	}
	if got := tidy([]byte(stderr), "chanlint.exe"); !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}

	var long strings.Builder
	for i := range maxLines + 5 {
		fmt.Fprintf(&long, "line %d\n", i)
	}
	got := tidy([]byte(long.String()), "")
	if len(got) != maxLines+1 || got[maxLines] != "... and 5 more lines" {
		t.Errorf("got %d lines, the last %q", len(got), got[len(got)-1])
	}
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("error %v, want %q", err, want)
	}
}
