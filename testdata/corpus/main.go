// Command corpus sweeps chanlint over well-known code and compares what it
// reports with labels that were given by reading the code. It answers two
// questions about a change: which findings come and go, and which share of all
// findings is false.
//
//	go run ./testdata/corpus -mirrors DIR -work DIR
//
// The code is the standard library, cmd, golang.org/x/tools and the repositories
// in repositories.csv. The labels are in labels.csv. The exit code is 0 if every
// finding has a label and few are false, 1 if not, and 2 if something failed.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// required is the share of findings that must not be false.
const required = 0.95

var errFindings = errors.New("findings without a label, or too many false ones")

func main() {
	var s sweep
	flag.StringVar(&s.tool, "tool", "", "chanlint `binary`; by default ./cmd/chanlint is built anew")
	flag.StringVar(&s.mirrors, "mirrors", "", "`directory` of git mirrors, named owner+name")
	flag.StringVar(&s.work, "work", "", "`directory` that keeps the checkouts; by default they are temporary")
	flag.StringVar(&s.only, "only", "", "sweep only repositories whose name contains this `text`")
	flag.Parse()

	err := s.run(os.Stdout)
	switch {
	case errors.Is(err, errFindings):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(2)
	}
}

type sweep struct {
	tool, mirrors, work, only string
}

func (s *sweep) run(out io.Writer) error {
	repositories, err := readRepositories(repositoriesCSV)
	if err != nil {
		return err
	}
	labels, err := readLabels(labelsCSV)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "corpus")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	if s.tool == "" {
		s.tool = filepath.Join(scratch, "chanlint")
		// A binary like no other finds no answers in the build cache, so that
		// the costs are right.
		unique := "-ldflags=-X=main.sweep=" + time.Now().Format(time.RFC3339Nano)
		if _, err := output("", "go", "build", unique, "-o", s.tool, "./cmd/chanlint"); err != nil {
			return err
		}
	} else if s.tool, err = filepath.Abs(s.tool); err != nil {
		return err
	}
	s.work = cmp.Or(s.work, filepath.Join(scratch, "work"))

	var all, unlabelled []match
	checked, failed := 0, 0
	for _, r := range repositories {
		if !strings.Contains(r.name, s.only) {
			continue
		}
		findings, cost, err := s.check(r)
		if err != nil {
			// One repository that cannot be had should not cost the others.
			fmt.Fprintf(out, "%s: %v\n\n", r.name, err)
			failed++
			continue
		}
		checked++
		fmt.Fprintf(out, "%s %s: findings %d, %.0f s, %.0f s CPU, %d MB\n",
			r.name, r.commit, len(findings), cost.wall.Seconds(), cost.cpu.Seconds(), cost.peak>>20)
		for _, m := range compare(r.name, findings, labels) {
			fmt.Fprintln(out, "   ", m)
			switch m.state {
			case matched:
				all = append(all, m)
			case unknown:
				unlabelled = append(unlabelled, m)
			}
		}
		fmt.Fprintln(out)
	}

	if checked+failed == 0 {
		return fmt.Errorf("no repository has %q in its name", s.only)
	}
	tallies := tally(all)
	printTallies(out, tallies)
	if len(unlabelled) > 0 {
		fmt.Fprintf(out, "\n%d without a label; lines for labels.csv:\n", len(unlabelled))
		if err := writeLabels(out, unlabelled, repositories); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d repositories could not be checked", failed)
	}
	if total := tallies[len(tallies)-1]; len(unlabelled) > 0 || total.notFalse() < required {
		return errFindings
	}
	return nil
}

// check sweeps over one repository.
func (s *sweep) check(r repository) ([]finding, cost, error) {
	dir, err := r.materialize(s.mirrors, s.work)
	if err != nil {
		return nil, cost{}, err
	}
	return runTool(s.tool, dir, r)
}

// A cost is what a run took. The CPU time is that of all processes, and the
// peak is that of the largest one.
type cost struct {
	wall, cpu time.Duration
	peak      int64
}

// output runs a command in a directory and returns what it prints. The error
// has what it says.
func output(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("%s: %w\n%s", cmd, err, exit.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}
