package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/baseline"
	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

// A command is the standalone face: it runs go vet with this very binary as
// the tool, and prints what that finds.
type command struct {
	passes []*analysis.Analyzer
	roots  string // name of the analyzer that tells what became of the roots
	stdout io.Writer
	stderr io.Writer
	env    func(string) string // os.Getenv
}

// run executes a command line and returns the exit code.
func (c command) run(args []string) int {
	if len(args) > 0 {
		switch args[0] {
		case "help":
			return c.help(args[1:])
		case "explain":
			return c.explain(args[1:])
		case "graph":
			return c.graph(args[1:])
		case "version", "-version", "--version":
			return c.version(args[1:])
		}
	}
	opts, err := parseFlags(args, c.passes)
	if errors.Is(err, flag.ErrHelp) {
		return c.help(nil)
	}
	if err != nil {
		return c.usageError(err)
	}
	return c.check(opts)
}

// check runs the passes over the packages and prints the findings.
func (c command) check(opts options) int {
	dir, err := workingDir(opts.dir)
	if err != nil {
		return c.fail(err)
	}
	opts.dir = dir
	filter, err := newFilter(opts)
	if err != nil {
		return c.fail(err)
	}
	result, err := c.drive(opts)
	if err != nil {
		return c.fail(err)
	}
	roots, traces := c.takeRoots(result), takeTraces(result)
	if !opts.tests {
		result.DropTests()
	}
	report := c.reportOf(result.Findings, traces, opts)
	tally := tally{}
	if opts.writeBaseline == "" {
		tally = filter.apply(report, result.Packages, opts)
		if !opts.fix {
			_, tally.mendable, _ = changed(report)
		}
		if opts.fix && !opts.diff && len(result.Problems) == 0 {
			n, err := mend(report)
			if err != nil {
				return c.fail(err)
			}
			if n > 0 {
				fmt.Fprintf(c.stderr, "chanlint: mended %s\n", count(n, "finding"))
				opts.fix = false
				return c.check(opts) // the places have moved
			}
		}
		if err := c.print(report, result.Findings, opts); err != nil {
			return c.fail(err)
		}
	}
	printRoots(c.stderr, roots, dir)
	if len(result.Problems) > 0 {
		for _, line := range result.Problems {
			fmt.Fprintln(c.stderr, line)
		}
		return c.fail(errors.New("not every package could be checked"))
	}
	if slices.ContainsFunc(roots, isFailure) {
		return c.fail(errors.New("please report the internal error at https://github.com/chanlint/chanlint/issues"))
	}
	if opts.writeBaseline != "" {
		return c.remember(report, opts)
	}
	for _, line := range tally.summary() {
		fmt.Fprintln(c.stderr, "chanlint:", line)
	}
	if tally.found() > 0 {
		return exitFindings
	}
	return exitClean
}

// drive runs go vet. On a terminal, it shows that it is at work.
func (c command) drive(opts options) (*driver.Result, error) {
	tool, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var warnings bytes.Buffer // they must not mix with the progress
	defer func() { c.stderr.Write(warnings.Bytes()) }()
	cfg := driver.Config{
		Dir:        opts.dir,
		Tool:       tool,
		BuiltWith:  runtime.Version(),
		PassFlags:  append(opts.pass, c.rootsFlag(opts.debug), tracesFlag),
		BuildFlags: opts.build,
		Packages:   opts.packages,
		Log:        &warnings,
	}
	if terminalOf(c.stderr, "never", c.env).is && !isPlain(c.env) {
		p := startProgress(c.stderr, time.Second)
		defer p.stop()
		cfg.Listed = func(n int) { p.say("checking " + count(n, "package")) }
		cfg.Progress = func(done, all int, findings []driver.Finding) { p.say(c.soFar(done, all, findings)) }
	}
	return driver.Run(cfg)
}

// soFar says how far a run is.
func (c command) soFar(done, all int, findings []driver.Finding) string {
	n := 0
	for _, f := range findings {
		if f.Pass != c.roots && f.Pass != tracesName {
			n++
		}
	}
	return fmt.Sprintf("checked %d of %d packages and tests, %s so far", done, all, count(n, "finding"))
}

// remember writes all findings to a baseline.
func (c command) remember(r *render.Report, opts options) int {
	if err := baseline.Of(r).Write(inDir(opts.dir, opts.writeBaseline)); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stderr, "chanlint: wrote %s to %s\n", count(len(r.Findings), "finding"), opts.writeBaseline)
	return exitClean
}

func (c command) fail(err error) int {
	fmt.Fprintln(c.stderr, "chanlint:", err)
	return exitError
}

func (c command) usageError(err error) int {
	fmt.Fprintln(c.stderr, "chanlint:", err)
	fmt.Fprintln(c.stderr, usageLine+"; see chanlint help")
	return exitError
}

// workingDir returns the absolute path of the directory that -C names, or of
// the current one.
func workingDir(chdir string) (string, error) {
	dir, err := filepath.Abs(chdir)
	if err != nil {
		return "", fmt.Errorf("no working directory: %w", err)
	}
	f, err := os.Open(dir) // readable, not just there
	if err != nil {
		return "", fmt.Errorf("no working directory: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.IsDir() {
		return "", fmt.Errorf("no working directory: %s is not a directory", dir)
	}
	return dir, nil
}
