// Package driver runs go vet with chanlint as its tool and collects what it
// reports. It trusts a clean answer only if there is one for every package.
package driver

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/answer"
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
	// Listed is called when it is known how many packages there are, if it is not nil.
	Listed func(packages int)
	// Progress is called now and then while go vet runs, if it is not nil: with the
	// number of units that are checked, of how many, and what was found there.
	Progress func(done, all int, findings []Finding)
}

// A Result is what go vet reported.
type Result struct {
	Findings []Finding // sorted, without duplicates
	Problems []string  // lines that tell why some packages were not checked
	Packages []string  // import paths of what was checked, in order; external tests have paths of their own
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
	if cfg.Listed != nil {
		cfg.Listed(len(expected.dirs))
	}
	vet, err := runVet(goCmd, cfg, expected.all)
	if err != nil {
		return nil, err
	}
	return collect(vet, cfg, append(expected.dirs, env.roots()...)), nil
}

// firstSalt is the salt of every first run, so that they share the cache.
const firstSalt = "1"

// runVet runs go vet, and again for the units that it did not answer for.
//
// The key in the cache of the go command does not tell a unit that was checked
// from one of which only the facts were wanted. Once a package was a mere
// dependency, go vet is silent about it and exits with 0; so it is if the go
// command died after it stored the facts and before it stored the findings.
// Hence the answers, see package answer, and another run with a salt of its
// own, which means other keys.
//
// That salt stands for the very units that are wanted. All runs with it check
// them, so none leaves them as mere dependencies in the cache. Only if one of
// those runs was killed does it take a further one.
func runVet(goCmd goCommand, cfg Config, all []unit) (vetRun, error) {
	vet := newVetRun(all)
	if err := vet.run(goCmd, cfg, firstSalt, cfg.Packages); err != nil {
		return vetRun{}, err
	}
	for i := 1; i <= 2; i++ {
		rest := missing(all, vet.answers)
		if vet.failed || len(rest) == 0 {
			return vet, nil
		}
		salt := fmt.Sprintf("again%d-%s", i, digest(rest))
		if err := vet.run(goCmd, cfg, salt, patterns(rest, cfg.Packages)); err != nil {
			return vetRun{}, err
		}
	}
	if rest := missing(all, vet.answers); !vet.failed && len(rest) > 0 {
		return vetRun{}, fmt.Errorf("go vet did not say anything about %s; the build cache may be damaged (go clean -cache)", describe(rest))
	}
	return vet, nil
}

// A vetRun is what one or more runs of go vet printed.
type vetRun struct {
	files    map[string]int // from the IDs that matter to the files they have, at least
	answers  map[string]int // from the IDs of units that were checked to their number
	findings []Finding
	problems []string // from the passes
	failed   bool     // the exit code was not 0: some units were not checked
	stderr   []byte
}

func newVetRun(all []unit) vetRun {
	vet := vetRun{files: make(map[string]int), answers: make(map[string]int)}
	for _, u := range all {
		if n, ok := vet.files[u.id]; !ok || u.files < n {
			vet.files[u.id] = u.files
		}
	}
	return vet
}

// run runs go vet once and adds what it printed.
func (vet *vetRun) run(goCmd goCommand, cfg Config, salt string, packages []string) error {
	// -trimpath=false because a trimmed unit has the same cache key in every
	// checkout, and would be answered with the positions of another one.
	args := []string{"vet", "-json", "-vettool=" + cfg.Tool, "-trimpath=false", answer.Flag(salt)}
	args = append(args, cfg.BuildFlags...)
	args = append(args, cfg.PassFlags...)
	args = append(args, "--")
	args = append(args, packages...)
	var watcher func([]byte)
	if cfg.Progress != nil {
		watcher = func(stdout []byte) {
			soFar := vetRun{files: vet.files, answers: make(map[string]int)}
			soFar.decode(stdout) // the last object may be a part of one
			cfg.Progress(len(soFar.answers), len(soFar.files), soFar.findings)
		}
	}
	out, err := goCmd.watch(watcher, args...)
	if err != nil {
		return err
	}
	vet.failed = vet.failed || out.code != 0
	vet.stderr = append(vet.stderr, out.stderr...)
	if err := vet.decode(out.stdout); err != nil {
		return fmt.Errorf("reading the output of go vet: %w", err)
	}
	return nil
}

// collect turns a run into a result. Findings outside dirs are problems: they
// are those of another checkout.
func collect(vet vetRun, cfg Config, dirs []string) *Result {
	result := &Result{Problems: vet.problems, Packages: slices.Sorted(maps.Keys(vet.answers))}
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
