// Package driver runs go vet with chanlint as its tool and collects what it
// reports. It trusts a clean answer only if there is one for every package.
package driver

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
)

// A Config says what to run.
type Config struct {
	Go         string   // path of the go command; found on PATH if empty
	Dir        string   // working directory, absolute
	Tool       string   // the vet tool, absolute
	BuiltWith  string   // Go version the tool was built with, as of runtime.Version
	PassFlags  []string // flags for the tool
	BuildFlags []string // flags for the go command
	Packages   []string // patterns
	Log        io.Writer
}

// A Result is what go vet reported.
type Result struct {
	Findings []Finding // sorted, without duplicates
	Problems []string  // lines that tell why some packages were not checked
}

// Run checks the packages. The error is for a run as a whole that failed;
// packages that failed are among the problems of the result.
func Run(cfg Config) (*Result, error) {
	goCmd, err := newGoCommand(cfg)
	if err != nil {
		return nil, err
	}
	env, err := readEnv(goCmd)
	if err != nil {
		return nil, err
	}
	if err := CheckGoVersion(cfg.BuiltWith, env.GOVERSION); err != nil {
		return nil, err
	}
	if err := checkOldGo(env.GOVERSION); err != nil {
		return nil, err
	}
	expected, err := listUnits(goCmd, cfg)
	if err != nil {
		return nil, err
	}
	vet, err := runVet(goCmd, cfg, expected.count)
	if err != nil {
		return nil, err
	}
	return collect(vet, cfg, append(expected.dirs, env.roots()...)), nil
}

// runVet runs go vet until it has answered for as many units as expected.
//
// The go command stores the facts of a unit before its findings. If it dies in
// between, say because its output went to a pipe that was closed, the cache
// holds the one without the other, and from then on go vet is silent about
// that package and exits with 0. Its only trace is that the unit has no JSON
// object at all, where a clean one has {}; -a makes go vet ignore the cache,
// and mends it.
func runVet(goCmd goCommand, cfg Config, expected int) (vetRun, error) {
	vet, err := vetOnce(goCmd, cfg)
	if err != nil || vet.failed || vet.units >= expected {
		return vet, err
	}
	fmt.Fprintf(cfg.Log, "chanlint: go vet answered for %d of %d packages, as after an interrupted run; repeating without the cache\n", vet.units, expected)
	vet, err = vetOnce(goCmd, cfg, "-a")
	if err != nil || vet.failed || vet.units >= expected {
		return vet, err
	}
	return vetRun{}, fmt.Errorf("go vet answered for %d of %d packages only; the build cache may be damaged (go clean -cache)", vet.units, expected)
}

// A vetRun is one run of go vet.
type vetRun struct {
	units    int // JSON objects, one per unit that was checked
	findings []Finding
	problems []string // from the passes
	failed   bool     // the exit code was not 0: some units were not checked
	stderr   []byte
}

func vetOnce(goCmd goCommand, cfg Config, extra ...string) (vetRun, error) {
	// -trimpath=false because a trimmed unit has the same cache key in every
	// checkout, and would be answered with the positions of another one.
	args := []string{"vet", "-json", "-vettool=" + cfg.Tool, "-trimpath=false"}
	args = append(args, extra...)
	args = append(args, cfg.BuildFlags...)
	args = append(args, cfg.PassFlags...)
	args = append(args, "--")
	args = append(args, cfg.Packages...)
	out, err := goCmd.run(args...)
	if err != nil {
		return vetRun{}, err
	}
	vet := vetRun{failed: out.code != 0, stderr: out.stderr}
	if err := vet.decode(out.stdout); err != nil {
		return vetRun{}, fmt.Errorf("reading the output of go vet: %w", err)
	}
	return vet, nil
}

// collect turns a run into a result. Findings outside dirs are problems: they
// are those of another checkout.
func collect(vet vetRun, cfg Config, dirs []string) *Result {
	result := &Result{Problems: vet.problems}
	for _, f := range vet.findings {
		if !within(f.Pos.File, dirs) {
			result.Problems = append(result.Problems,
				fmt.Sprintf("%s: finding outside of the packages, left in the build cache by another checkout? (go clean -cache)", f.Pos))
			continue
		}
		result.Findings = append(result.Findings, f)
	}
	result.Findings = inOrder(result.Findings)

	lines := tidy(vet.stderr, filepath.Base(cfg.Tool))
	switch {
	case vet.failed && len(lines) == 0:
		result.Problems = append(result.Problems, "go vet failed without a word; was it interrupted?")
	case vet.failed:
		result.Problems = append(result.Problems, lines...)
	default:
		for _, line := range lines { // warnings
			fmt.Fprintln(cfg.Log, line)
		}
	}
	return result
}

// CheckGoVersion returns an error if the go command, or a package, needs a
// newer language version than the Go that chanlint was built with has.
func CheckGoVersion(builtWith, goCommand string) error {
	built, wanted := language(builtWith), language(goCommand)
	if built == "" || wanted == "" || !newer(wanted, built) {
		return nil
	}
	return fmt.Errorf("built with %s, but the go command is %s: rebuild chanlint, or run it with go tool", built, wanted)
}

// checkOldGo refuses go commands whose vet -json prints elsewhere and does not
// keep findings in the cache.
func checkOldGo(goCommand string) error {
	if v := language(goCommand); v != "" && newer("go1.26", v) {
		return errors.New("the go command is " + v + ", too old to be driven by chanlint; go vet -vettool=$(which chanlint) works with it")
	}
	return nil
}
