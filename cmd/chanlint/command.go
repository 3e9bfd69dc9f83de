package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"golang.org/x/tools/go/analysis"

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
}

// run executes a command line and returns the exit code.
func (c command) run(args []string) int {
	if len(args) > 0 {
		switch args[0] {
		case "help":
			return c.help(args[1:])
		case "version":
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
	tool, err := os.Executable()
	if err != nil {
		return c.fail(err)
	}
	result, err := driver.Run(driver.Config{
		Dir:        dir,
		Tool:       tool,
		BuiltWith:  runtime.Version(),
		PassFlags:  append(opts.pass, c.rootsFlag(opts.debug)),
		BuildFlags: opts.build,
		Packages:   opts.packages,
		Log:        c.stderr,
	})
	if err != nil {
		return c.fail(err)
	}
	roots := c.takeRoots(result)
	if !opts.tests {
		result.DropTests()
	}
	if err := c.print(result.Findings, dir, opts); err != nil {
		return c.fail(err)
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
	if len(result.Findings) > 0 {
		return exitFindings
	}
	return exitClean
}

// print writes the findings to stdout. That nobody reads them (the other end
// of a pipe was closed) is no error: the exit code still tells.
func (c command) print(findings []driver.Finding, dir string, opts options) error {
	out := bufio.NewWriter(c.stdout)
	var err error
	if opts.json {
		err = render.JSON(out, findings)
	} else {
		err = render.Text(out, findings, render.TextOptions{Dir: dir, Context: opts.context})
	}
	if err == nil {
		err = out.Flush()
	}
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
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
