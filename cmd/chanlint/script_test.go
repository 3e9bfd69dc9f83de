package main

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"chanlint":        main,
		"chanlint-broken": func() { run(passes.All(), brokenRoots()) },
	})
}

// brokenRoots returns an analyzer like passes.Roots, for which the exploration of
// every function called broken has failed.
func brokenRoots() *analysis.Analyzer {
	a := &analysis.Analyzer{Name: passes.Roots().Name, Doc: "roots: for a test"}
	show := a.Flags.String("show", "", "what to tell")
	a.Run = func(pass *analysis.Pass) (any, error) {
		if fn := pass.Pkg.Scope().Lookup("broken"); fn != nil && *show != "" {
			pass.Report(analysis.Diagnostic{Pos: fn.Pos(), Category: passes.RootFailed, Message: "broken: internal error: test of failures"})
		}
		return nil, nil
	}
	return a
}

// TestScript runs the command as its users do. The scripts share the build
// cache of the go command that runs the test; the cache keeps them fast, since
// their modules import little and nothing else changes between them.
func TestScript(t *testing.T) {
	goEnv := strings.Split(goOutput(t, "env", "GOCACHE", "GOROOT", "GOMODCACHE", "GOPROXY"), "\n")
	chanlint, err := exec.LookPath("chanlint") // where testscript.Main put it
	if err != nil {
		t.Fatal(err)
	}
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("CHANLINT", chanlint)
			env.Setenv("GOCACHE", strings.TrimSpace(goEnv[0]))
			env.Setenv("GOROOT", strings.TrimSpace(goEnv[1]))
			env.Setenv("MODCACHE", strings.TrimSpace(goEnv[2])) // for scripts whose modules require others
			env.Setenv("REPOSITORY", repository)
			env.Setenv("PUBLISHED", proxies(filepath.Join(env.WorkDir, "published"), goEnv[2], goEnv[3]))
			env.Setenv("GOPATH", filepath.Join(env.WorkDir, "gopath"))
			env.Setenv("GOENV", "off")
			env.Setenv("GOFLAGS", "")
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOTOOLCHAIN", "local")
			env.Setenv("GOWORK", "")
			env.Setenv("GORACE", "atexit_sleep_ms=0") // under -race, each exit takes a second otherwise
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "cgo":
				_, err := exec.LookPath("gcc")
				return err == nil && strings.TrimSpace(goOutput(t, "env", "CGO_ENABLED")) == "1", nil
			case "root":
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"deaf":     deaf,
			"findings": findings,
			"publish":  publish,
		},
	})
}

func goOutput(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// proxies returns a GOPROXY with what the command publish puts into a directory, and
// the modules that chanlint requires: from the module cache, which is a proxy too, or
// else from where they came.
func proxies(published, modCache, goProxy string) string {
	return fileURL(published) + "," + fileURL(filepath.Join(strings.TrimSpace(modCache), "cache", "download")) + "," + strings.TrimSpace(goProxy)
}

func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")}).String()
}

// publish adds this repository as a version of chanlint to the proxy $PUBLISHED:
//
//	publish version
func publish(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: publish version")
	}
	root := ts.Getenv("REPOSITORY")
	v := module.Version{Path: "github.com/chanlint/chanlint", Version: args[0]}
	dir := filepath.Join(ts.Getenv("WORK"), "published", filepath.FromSlash(v.Path), "@v")
	ts.Check(os.MkdirAll(dir, 0o777))
	goMod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	ts.Check(err)
	list, err := os.OpenFile(filepath.Join(dir, "list"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	ts.Check(err)
	_, err = list.WriteString(v.Version + "\n")
	ts.Check(errors.Join(err, list.Close()))
	ts.Check(os.WriteFile(filepath.Join(dir, v.Version+".info"), []byte(`{"Version": "`+v.Version+`"}`), 0o666))
	ts.Check(os.WriteFile(filepath.Join(dir, v.Version+".mod"), goMod, 0o666))
	f, err := os.Create(filepath.Join(dir, v.Version+".zip"))
	ts.Check(err)
	defer f.Close()
	ts.Check(zip.CreateFromDir(f, v, root))
}

// exits runs a program and checks its exit code:
//
//	exits code program [args]
//
// What it printed is there for the commands stdout, stderr and cmp.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [args]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitCode(ts, ts.Exec(args[1], args[2:]...)); got != want {
		ts.Logf("[stdout]\n%s[stderr]\n%s", ts.ReadFile("stdout"), ts.ReadFile("stderr"))
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// deaf runs a program whose stdout is a pipe that nobody reads, and checks its
// exit code, if that is not *:
//
//	deaf code program [args]
func deaf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: deaf code program [args]")
	}
	r, w, err := os.Pipe()
	ts.Check(err)
	r.Close()
	defer w.Close()
	program, err := exec.LookPath(args[1])
	ts.Check(err)
	cmd := exec.Command(program, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT", "GOCACHE", "GOROOT", "GOPATH", "GOENV", "GOPROXY", "GOTOOLCHAIN", "GORACE"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	var stderr strings.Builder
	cmd.Stdout, cmd.Stderr = w, &stderr
	got := exitCode(ts, cmd.Run())
	if stderr.Len() > 0 {
		ts.Logf("[stderr]\n%s", stderr.String())
	}
	if args[0] != "*" && args[0] != strconv.Itoa(got) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
	if strings.Contains(stderr.String(), "goroutine ") {
		ts.Fatalf("it crashed")
	}
}

// finding matches one in the output of any driver, without its steps. chanlint adds the
// name of the pass.
var finding = regexp.MustCompile(`(?m)^(\S+\.go:\d+:\d+: [^\t].*?)(?: \(\w+\))?$`)

// findings writes the findings that the last program printed to a file, without what
// only some drivers tell, in order:
//
//	findings file
func findings(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: findings file")
	}
	var lines []string
	for _, m := range finding.FindAllStringSubmatch(ts.ReadFile("stdout")+ts.ReadFile("stderr"), -1) {
		lines = append(lines, m[1]+"\n")
	}
	slices.Sort(lines)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "")), 0o666))
}

// exitCode returns the exit code that err tells of, -1 for death by a signal.
func exitCode(ts *testscript.TestScript, err error) int {
	if err == nil {
		return 0
	}
	exit := (*exec.ExitError)(nil)
	if !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	return exit.ExitCode()
}
