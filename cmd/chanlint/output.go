package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
	"github.com/chanlint/chanlint/passes/trace"
)

// vetFormat is the name of the format that -json stands for.
const vetFormat = "vet-json"

// maxContext is more lines of source than anybody wants around a finding.
const maxContext = 1000

// An output is a format and where it goes.
type output struct {
	format string
	file   string // empty for stdout
}

// parseOutput parses "FORMAT" or "FORMAT:FILE".
func parseOutput(value string) (output, error) {
	name, file, hasFile := strings.Cut(value, ":")
	if _, ok := render.Lookup(name); !ok {
		return output{}, fmt.Errorf("want %s, with :FILE if it is to be written there", formatNames())
	}
	if hasFile && file == "" {
		return output{}, errors.New("no file after the colon")
	}
	return output{name, file}, nil
}

func formatNames() string {
	var names []string
	for _, f := range render.Formats() {
		names = append(names, f.Name)
	}
	return alternatives(names)
}

// alternatives lists names: a, b or c.
func alternatives(names []string) string {
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// checkOutputs returns an error if two outputs go to the same place.
func checkOutputs(outputs []output) error {
	used := make(map[string]string)
	for _, o := range outputs {
		other, ok := used[o.file]
		switch {
		case ok && o.file == "":
			return fmt.Errorf("%s and %s cannot both go to stdout; write one to a file: -format=%[2]s:FILE", other, o.format)
		case ok:
			return fmt.Errorf("%s and %s cannot both go to %s", other, o.format, o.file)
		}
		used[o.file] = o.format
	}
	return nil
}

// print prints a report in all formats that are wanted, or what mends it.
func (c command) print(r *render.Report, findings []driver.Finding, opts options) error {
	if opts.diff {
		return c.printDiff(r)
	}
	for _, o := range opts.outputs {
		if o.file == "" {
			if err := c.printTo(c.stdout, o, r, findings, opts); err != nil {
				return err
			}
			continue
		}
		var buffer bytes.Buffer
		if err := c.printTo(&buffer, o, r, findings, opts); err != nil {
			return err
		}
		if err := os.WriteFile(inDir(opts.dir, o.file), buffer.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// printTo prints a report in one format. That nobody reads it (the other end of a
// pipe was closed) is no error: the exit code still tells.
func (c command) printTo(w io.Writer, o output, r *render.Report, findings []driver.Finding, opts options) error {
	out := bufio.NewWriter(w)
	var err error
	if o.format == vetFormat {
		err = writeVetJSON(out, printed(findings, r))
	} else {
		err = c.render(out, w, o.format, r, opts)
	}
	if err == nil {
		err = out.Flush()
	}
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

// printed returns those of the findings that are in a report.
func printed(findings []driver.Finding, r *render.Report) []driver.Finding {
	in := make(map[place]bool)
	for _, f := range r.Findings {
		in[place{driver.Position{File: f.Pos.File, Line: f.Pos.Line, Col: f.Pos.Column}, f.Pass, f.Message}] = true
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f driver.Finding) bool { return !in[placeOf(f)] })
}

// render prints a report to out, which leads to w, in a format of package render.
func (c command) render(out io.Writer, w io.Writer, name string, r *render.Report, opts options) error {
	term := terminalOf(w, opts.color, c.env)
	o := render.Options{Color: term.color, ASCII: term.ascii, Width: term.width, Context: min(opts.context, maxContext)}
	report := *r
	switch name {
	case "sarif", "gitlab":
		report.Root = repository(r.Root)
	case "github":
		report.Root = repository(r.Root)
		summary, err := jobSummary(c.env)
		if err != nil {
			return err
		}
		if summary != nil {
			defer summary.Close()
			o.Summary = summary
		}
	}
	format, _ := render.Lookup(name)
	return format.Write(out, &report, o)
}

// repository returns the root of the repository that a directory is in, or the
// directory itself: code hosts know files by their names there.
func repository(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

// jobSummary opens the file to which a GitHub job adds its summary, nil if there
// is none.
func jobSummary(env func(string) string) (*os.File, error) {
	name := env("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil, nil
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
}

// inDir returns the name of a file on the command line, which is relative to the
// directory that -C names.
func inDir(dir, file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(dir, file)
}

// reportOf returns the findings with their traces as formats want them.
func (c command) reportOf(findings []driver.Finding, traces map[place]*trace.Trace, opts options) *render.Report {
	r := &render.Report{Passes: selected(c.passes, opts.pass), Version: version(), Root: opts.dir}
	for _, f := range findings {
		r.Findings = append(r.Findings, reportFinding(f, traces[placeOf(f)]))
	}
	return r
}

func placeOf(f driver.Finding) place { return place{f.Pos, f.Pass, f.Message} }

func reportFinding(f driver.Finding, t *trace.Trace) render.Finding {
	out := render.Finding{
		Pass: f.Pass, Category: f.Category, Message: f.Message, Package: f.Package,
		Pos: position(f.Pos), End: position(f.End), Trace: t,
	}
	for _, s := range f.Steps {
		out.Related = append(out.Related, render.Related{Pos: position(s.Pos), End: position(s.End), Message: s.Message})
	}
	for _, x := range f.Fixes {
		fix := render.Fix{Message: x.Message}
		for _, e := range x.Edits {
			fix.Edits = append(fix.Edits, render.Edit(e))
		}
		out.Fixes = append(out.Fixes, fix)
	}
	return out
}

func position(p driver.Position) trace.Position {
	return trace.Position{File: p.File, Line: p.Line, Column: p.Col}
}
