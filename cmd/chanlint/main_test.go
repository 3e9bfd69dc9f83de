package main

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
	"github.com/chanlint/chanlint/passes"
)

func TestSpeaksVet(t *testing.T) {
	for args, want := range map[string]bool{
		"":                        false,
		"-V=full":                 true,
		"-flags":                  true,
		"unit.cfg":                true,
		"-json -nilchan unit.cfg": true,
		"./...":                   false,
		"-json ./...":             false,
		"help":                    false,
		"-V":                      false,
	} {
		if got := speaksVet(strings.Fields(args)); got != want {
			t.Errorf("speaksVet(%s) = %t", args, got)
		}
	}
}

func TestReadUnit(t *testing.T) {
	for _, test := range []struct {
		name, unit string
		factless   bool
		wantErr    string
	}{
		{"package", `{"GoVersion": "go1.26", "ImportPath": "net/http"}`, false, ""},
		{"dependency", `{"GoVersion": "go1.20", "ImportPath": "example.com/m", "VetxOnly": true}`, false, ""},
		{"dependency of std", `{"GoVersion": "go1.20", "ImportPath": "net/http", "VetxOnly": true}`, true, ""},
		{"newer", `{"GoVersion": "go1.27.0", "VetxOnly": true}`, false, "built with go1.26, but the go command is go1.27"},
		{"malformed", `[]`, false, "malformed unit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "vet.cfg")
			if err := os.WriteFile(file, []byte(test.unit), 0o666); err != nil {
				t.Fatal(err)
			}
			u, err := readUnit(file, "go1.26.8")
			if (err != nil) != (test.wantErr != "") || err != nil && !strings.Contains(err.Error(), test.wantErr) {
				t.Errorf("error %v, want %q", err, test.wantErr)
			}
			if err == nil && u.factless() != test.factless {
				t.Errorf("factless: %t, want %t", u.factless(), test.factless)
			}
		})
	}
	if _, err := readUnit("-flags", "go1.26"); err != nil {
		t.Error(err)
	}
}

func TestParseFlags(t *testing.T) {
	pass := &analysis.Analyzer{Name: "leak"}
	pass.Flags.Bool("all", false, "report all")
	pass.Flags.String("skip", "", "skip these")
	all := []*analysis.Analyzer{pass}

	opts, err := parseFlags(strings.Fields("-leak -leak.all=true -leak.skip x -tags a,b -mod=mod -c 3 -tests=false -- a b"), all)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"-leak=true", "-leak.all=true", "-leak.skip=x"}; !slices.Equal(opts.pass, want) {
		t.Errorf("pass flags %q, want %q", opts.pass, want)
	}
	if want := []string{"-tags=a,b", "-mod=mod"}; !slices.Equal(opts.build, want) {
		t.Errorf("build flags %q, want %q", opts.build, want)
	}
	if opts.context != 3 || opts.tests || !slices.Equal(opts.packages, []string{"a", "b"}) {
		t.Errorf("options %+v", opts)
	}

	opts, err = parseFlags(nil, all)
	if err != nil || opts.context != 0 || !opts.tests || opts.color != "auto" || !slices.Equal(opts.packages, []string{"."}) {
		t.Errorf("defaults %+v, %v", opts, err)
	}
	if _, err := parseFlags([]string{"-h"}, all); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
}

func TestParseOutputs(t *testing.T) {
	for _, test := range []struct {
		args, want string // want is the outputs, or a part of the error
		ok         bool
	}{
		{"", "text>", true},
		{"-json", "vet-json>", true},
		{"-json=false", "text>", true},
		{"-format=sarif", "sarif>", true},
		{"-format text -format sarif:out.sarif -format html:C:\\o.html", `text> sarif>out.sarif html>C:\o.html`, true},
		{"-json -format=sarif:out.sarif", "vet-json> sarif>out.sarif", true},
		{"-format=yaml", "want text, html, json, sarif, github, gitlab, checkstyle or mermaid, with :FILE", false},
		{"-format=html:", "no file after the colon", false},
		{"-json -format=text", "vet-json and text cannot both go to stdout; write one to a file: -format=text:FILE", false},
		{"-format=html:a -format=sarif:a", "html and sarif cannot both go to a", false},
		{"-max-findings=-1", "want a number", false},
		{"-color=green", "want auto, always or never", false},
	} {
		opts, err := parseFlags(strings.Fields(test.args), nil)
		got := ""
		for _, o := range opts.outputs {
			got += " " + o.format + ">" + o.file
		}
		if err != nil {
			got = err.Error()
		}
		if test.ok && strings.TrimSpace(got) != test.want || test.ok != (err == nil) || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %s, want %s", test.args, got, test.want)
		}
	}
}

// TestREADME checks that the README lists the formats as they are, and that its map
// is what graph prints.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	table := "| format | what it is |\n|---|---|\n"
	for _, f := range render.Formats() {
		table += "| " + f.Name + " | " + f.Summary + " |\n"
	}
	if !strings.Contains(string(readme), table) {
		t.Errorf("the README does not have the table\n%s", table)
	}
	table = "| format of `graph` | what it is |\n|---|---|\n"
	for _, f := range render.GraphFormats() {
		table += "| " + f.Name + " | " + f.Summary + " |\n"
	}
	if !strings.Contains(string(readme), table) {
		t.Errorf("the README does not have the table\n%s", table)
	}

	var out strings.Builder
	c := command{stdout: &out, stderr: os.Stderr}
	if code := c.run([]string{"graph", "-C", filepath.Join("..", ".."), "./testdata/demo/workers"}); code != exitClean {
		t.Fatalf("exit code %d", code)
	}
	_, example, _ := strings.Cut(string(readme), "$ chanlint graph ./testdata/demo/workers\n")
	example, _, _ = strings.Cut(example, "\n\n")
	for line := range strings.Lines(example) {
		if line = strings.TrimPrefix(line, "    "); line != "…\n" && !strings.Contains(out.String(), strings.TrimSuffix(line, "\n")+"\n") {
			t.Errorf("graph does not print the line of the README %q", line)
		}
	}
}

var update = flag.Bool("update", false, "write the pages of the passes")

// TestPages checks that the pages in the repository are what explain prints.
func TestPages(t *testing.T) {
	for _, a := range passes.All() {
		file := filepath.Join("..", "..", "passes", a.Name, "README.md")
		want := markdownPage(a)
		if *update {
			if err := os.WriteFile(file, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != string(want) {
			t.Errorf("%s is not up to date (%v): go test ./cmd/chanlint -run TestPages -update", file, err)
		}
	}
}

func TestSelected(t *testing.T) {
	all := []*analysis.Analyzer{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	for flags, want := range map[string]string{
		"":                             "a b c",
		"-b=true":                      "b",
		"-b=false":                     "a c",
		"-c=true -a=true -b=false":     "a c",
		"-a.skip=true -level=all -x=1": "a b c",
	} {
		var got []string
		for _, a := range selected(all, strings.Fields(flags)) {
			got = append(got, a.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %s", flags, got, want)
		}
	}
}

func TestSummary(t *testing.T) {
	for _, test := range []struct {
		tally tally
		want  string
	}{
		{tally{}, ""},
		{tally{printed: 1}, "1 finding"},
		{tally{printed: 2, over: 3}, "5 findings (3 not shown)"},
		{tally{known: 3, unchanged: 1}, "no findings (3 in the baseline, 1 on unchanged lines)"},
		{tally{printed: 1, gone: 1}, "1 finding\n1 finding of the baseline no longer there; -write-baseline brings it up to date"},
	} {
		if got := strings.Join(test.tally.summary(), "\n"); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.tally, got, test.want)
		}
	}
}

func TestTerminal(t *testing.T) {
	env := func(vars ...string) func(string) string {
		return func(name string) string {
			for _, v := range vars {
				if value, ok := strings.CutPrefix(v, name+"="); ok {
					return value
				}
			}
			return ""
		}
	}
	var pipe strings.Builder
	if got := terminalOf(&pipe, "auto", env()); got != (terminal{}) {
		t.Errorf("a pipe: %+v", got)
	}
	if got := terminalOf(&pipe, "always", env("NO_COLOR=1")); !got.color || got.ascii {
		t.Errorf("a pipe with colors: %+v", got)
	}
	for _, test := range []struct {
		env   func(string) string
		ascii bool
	}{
		{env(), false}, {env("LANG=C"), true}, {env("LANG=en_US.UTF-8"), false}, {env("LC_ALL=C", "LANG=en_US.UTF-8"), true}, {env("LC_CTYPE=de_DE.utf8"), false},
	} {
		if got := isASCII(test.env); got != test.ascii {
			t.Errorf("isASCII is %t", got)
		}
	}
}

// TestProgress checks that the line is gone in the end.
func TestProgress(t *testing.T) {
	var out strings.Builder
	p := startProgress(&out, time.Millisecond)
	p.say("checking 3 packages")
	time.Sleep(50 * time.Millisecond)
	p.stop()
	if text := out.String(); !strings.Contains(text, "chanlint: checking 3 packages, 0 s") || !strings.HasSuffix(text, "\r\x1b[K") {
		t.Errorf("got %q", text)
	}
	p = startProgress(&out, time.Hour)
	out.Reset()
	p.stop()
	if out.Len() > 0 {
		t.Errorf("a short run shows %q", out.String())
	}
}

func TestSoFar(t *testing.T) {
	c := command{roots: "roots"}
	findings := []driver.Finding{{Pass: "nilchan"}, {Pass: tracesName}, {Pass: "roots"}}
	if got, want := c.soFar(2, 7, findings), "checked 2 of 7 packages and tests, 1 finding so far"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestVetJSON(t *testing.T) {
	findings := []driver.Finding{{
		Package: "m/a", Pass: "sendclosed", Message: "send on closed channel ch",
		Raw: json.RawMessage(`{"posn":"a.go:5:2","message":"send on closed channel ch"}`),
	}}
	for _, test := range []struct {
		findings []driver.Finding
		want     string
	}{
		{nil, "{}\n"},
		{findings, `{
	"m/a": {
		"sendclosed": [
			{
				"posn": "a.go:5:2",
				"message": "send on closed channel ch"
			}
		]
	}
}
`},
	} {
		var out strings.Builder
		if err := writeVetJSON(&out, test.findings); err != nil || out.String() != test.want {
			t.Errorf("got %s, %v\nwant %s", out.String(), err, test.want)
		}
	}
}

// TestDemo runs the command on the example programs: each of them has a
// mistake.
func TestDemo(t *testing.T) {
	demo := filepath.Join("..", "..", "testdata", "demo")
	programs, err := os.ReadDir(demo)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("chanlint", "-C", demo, "./...").Output()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != exitFindings {
		t.Errorf("chanlint: %v", err)
	}
	for _, program := range programs {
		line := regexp.MustCompile(`(?m)^` + program.Name() + `/main\.go:\d+:\d+: `)
		if !line.Match(out) {
			t.Errorf("no finding in %s:\n%s", program.Name(), out)
		}
	}
}

// TestProblemMatcher tries the pattern of docs/editors.md on what chanlint prints.
func TestProblemMatcher(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```json\n")
	block, _, _ := strings.Cut(rest, "```")
	var settings struct {
		Tasks []struct {
			ProblemMatcher struct {
				Pattern struct{ Regexp string }
			}
		}
	}
	if err := json.Unmarshal([]byte(block), &settings); err != nil {
		t.Fatal(err)
	}
	pattern := regexp.MustCompile(settings.Tasks[0].ProblemMatcher.Pattern.Regexp)
	output, err := os.ReadFile(filepath.Join("internal", "render", "testdata", "golden", "report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(output)) {
		isFinding := line != "\n" && !strings.HasPrefix(line, " ")
		m := pattern.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if (m != nil) != isFinding {
			t.Errorf("%q matches: %t", line, m != nil)
		}
		if m != nil {
			n++
		}
	}
	if n == 0 {
		t.Error("there is no finding")
	}
}

// FuzzReadUnit checks that no description of a unit of work makes the tool crash.
func FuzzReadUnit(f *testing.F) {
	f.Add([]byte(`{"ImportPath": "p", "GoVersion": "go1.26", "VetxOnly": true, "VetxOutput": "x"}`))
	f.Add([]byte(`{"GoVersion": "go1.99.x"}`))
	f.Add([]byte(`{"VetxOnly": 1`))
	file := filepath.Join(f.TempDir(), "vet.cfg")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if u, err := readUnit(file, "go1.26"); err == nil && u.factless() && !u.VetxOnly {
			t.Errorf("%s is answered without a look", data)
		}
	})
}
