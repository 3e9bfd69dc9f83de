package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/baseline"
	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

// A filter leaves out findings that the user does not want to see now.
type filter struct {
	known   *baseline.Baseline // nil: none is known
	changes *baseline.Changes  // nil: all lines count
}

// newFilter reads what the options name, before anything that takes long.
func newFilter(opts options) (filter, error) {
	var (
		f   filter
		err error
	)
	if opts.writeBaseline != "" && (opts.baseline != "" || opts.newFrom != "") {
		return f, errors.New("-write-baseline writes all findings; it does not go with -baseline and -new-from")
	}
	if opts.baseline != "" {
		if f.known, err = baseline.Read(inDir(opts.dir, opts.baseline)); err != nil {
			return f, err
		}
	}
	if opts.newFrom != "" {
		f.changes, err = baseline.Since(opts.dir, opts.newFrom)
	}
	return f, err
}

// tally counts what was found, and why not all of it is printed.
type tally struct {
	printed   int
	known     int // in the baseline
	unchanged int // on lines that have not changed
	over      int // beyond -max-findings
	mendable  int // that -fix mends
	gone      int // in the baseline, and not found any more
}

// found returns how many findings there are after the filter.
func (t tally) found() int { return t.printed + t.over }

// summary returns lines that say what was found, none if nothing was.
func (t tally) summary() []string {
	var lines []string
	if s := t.findings(); s != "" {
		if t.mendable > 0 {
			s += fmt.Sprintf("; -fix mends %d", t.mendable)
		}
		lines = append(lines, s)
	}
	if t.gone > 0 {
		lines = append(lines, count(t.gone, "finding")+" of the baseline no longer there; -write-baseline brings it up to date")
	}
	return lines
}

// findings returns how many findings there are, "" if there are none.
func (t tally) findings() string {
	var rest []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{t.known, "in the baseline"}, {t.unchanged, "on unchanged lines"}, {t.over, "not shown"},
	} {
		if part.n > 0 {
			rest = append(rest, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	switch n := t.found(); {
	case n == 0 && rest == nil:
		return ""
	case rest == nil:
		return count(n, "finding")
	case n == 0:
		return "no findings (" + strings.Join(rest, ", ") + ")"
	default:
		return count(n, "finding") + " (" + strings.Join(rest, ", ") + ")"
	}
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// apply removes findings from a report, and counts them.
func (f filter) apply(r *render.Report, packages []string, opts options) tally {
	var t tally
	if f.known != nil {
		all := len(r.Findings)
		found, gone := f.known.New(r)
		r.Findings, t.known = found, all-len(found)
		for _, e := range gone {
			if isChecked(e, r.Passes, packages) && opts.tests {
				t.gone += e.Count
			}
		}
	}
	if f.changes != nil {
		all := len(r.Findings)
		r.Findings = slices.DeleteFunc(r.Findings, func(x render.Finding) bool {
			return !f.changes.Contain(x.Pos.File, x.Pos.Line, max(x.Pos.Line, x.End.Line))
		})
		t.unchanged = all - len(r.Findings)
	}
	if over := len(r.Findings) - opts.maxFindings; opts.maxFindings > 0 && over > 0 {
		r.Findings, t.over = r.Findings[:opts.maxFindings], over
	}
	t.printed = len(r.Findings)
	return t
}

// isChecked reports whether a run could have found what a baseline knows.
func isChecked(e baseline.Entry, passes []*analysis.Analyzer, packages []string) bool {
	return slices.Contains(packages, e.Package) &&
		slices.ContainsFunc(passes, func(a *analysis.Analyzer) bool { return a.Name == e.Pass })
}

// selected returns the passes that run with these flags: those that are set to
// true, or if there are none, those that are not set to false.
func selected(passes []*analysis.Analyzer, flags []string) []*analysis.Analyzer {
	isSet := func(value string) func(*analysis.Analyzer) bool {
		return func(a *analysis.Analyzer) bool { return slices.Contains(flags, "-"+a.Name+"="+value) }
	}
	on := slices.DeleteFunc(slices.Clone(passes), func(a *analysis.Analyzer) bool { return !isSet("true")(a) })
	if len(on) > 0 {
		return on
	}
	return slices.DeleteFunc(slices.Clone(passes), isSet("false"))
}
