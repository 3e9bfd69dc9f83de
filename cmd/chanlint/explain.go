package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/doc/comment"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

const explainUsage = "usage: chanlint explain PASS\n       chanlint explain [-from FILE] [flags] ID|FILE:LINE [packages]"

// explain prints the page of a pass; or a finding, the way to it, and the page of
// its pass. A finding is known by its fingerprint or by its place.
func (c command) explain(args []string) int {
	var opts options
	from := ""
	flags := newFlagSet(&opts, c.passes)
	flags.StringVar(&from, "from", "", "read the findings from this `file`, which -format=json wrote")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return c.write(explainUsage + "\n")
	} else if err != nil {
		return c.usageError(err)
	}
	var idle error
	flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "format", "json", "baseline", "write-baseline", "new-from", "max-findings", "fix", "diff", debugFlag:
			idle = fmt.Errorf("-%s does not go with explain", f.Name)
		}
	})
	if idle != nil {
		return c.usageError(idle)
	}
	if flags.NArg() == 0 {
		return c.usageError(errors.New("explain takes a pass, the fingerprint of a finding, or its place"))
	}
	what := flags.Arg(0)
	opts.packages = flags.Args()[1:]
	if a, err := c.pass(what); err == nil {
		if len(args) != 1 {
			return c.usageError(errors.New("explain takes nothing else with a pass"))
		}
		return c.write(page(a))
	}
	wanted, err := parseWanted(what)
	if err != nil {
		return c.usageError(err)
	}
	for _, pkg := range opts.packages {
		if strings.HasPrefix(pkg, "-") {
			return c.usageError(fmt.Errorf("flag %s must come before %s", pkg, what))
		}
	}
	if from != "" && len(opts.packages) > 0 {
		return c.usageError(errors.New("-from reads the findings; it does not go with packages"))
	}
	if len(opts.packages) == 0 {
		opts.packages = wanted.packages()
	}
	if opts.dir, err = workingDir(opts.dir); err != nil {
		return c.fail(err)
	}
	report, ids, problems, err := c.known(from, opts)
	if err != nil {
		return c.fail(err)
	}
	var found []render.Finding
	for i, f := range report.Findings {
		if wanted.is(f, ids[i], opts.dir) {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		for _, line := range problems {
			fmt.Fprintln(c.stderr, line)
		}
		return c.fail(fmt.Errorf("there is no finding %s", what))
	}
	report.Findings = found
	return c.explainFindings(report, opts)
}

// known returns all findings with their fingerprints, from a file or else of the
// packages, and the problems of packages that cannot be checked.
func (c command) known(from string, opts options) (*render.Report, []string, []string, error) {
	if from != "" {
		data, err := os.ReadFile(inDir(opts.dir, from))
		if err != nil {
			return nil, nil, nil, err
		}
		report, ids, err := render.ReadJSON(data)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("%s: %w", from, err)
		}
		report.Root = opts.dir
		return report, ids, nil, nil
	}
	result, err := c.drive(opts)
	if err != nil {
		return nil, nil, nil, err
	}
	c.takeRoots(result)
	traces := takeTraces(result)
	if !opts.tests {
		result.DropTests()
	}
	report := c.reportOf(result.Findings, traces, opts)
	return report, render.Fingerprints(report), result.Problems, nil
}

// explainFindings prints findings, and then the page of each of their passes.
func (c command) explainFindings(report *render.Report, opts options) int {
	var out bytes.Buffer
	if err := c.render(&out, c.stdout, render.Formats()[0].Name, report, opts); err != nil {
		return c.fail(err)
	}
	out.Truncate(len(bytes.TrimRight(out.Bytes(), "\n")))
	out.WriteByte('\n')
	explained := make(map[string]bool)
	for _, f := range report.Findings {
		if a, err := c.pass(f.Pass); err == nil && !explained[f.Pass] {
			explained[f.Pass] = true
			out.WriteString("\n" + page(a))
		}
	}
	return c.write(out.String())
}

// A wanted finding is known by the start of its fingerprint, or by its place.
type wanted struct {
	id   string
	file string // as given; empty if there is an id
	line int
}

// minID is how much of a fingerprint is needed.
const minID = 4

// parseWanted parses FILE:LINE, FILE:LINE:COLUMN or a fingerprint.
func parseWanted(s string) (wanted, error) {
	if m := placePattern.FindStringSubmatch(s); m != nil {
		line, err := strconv.Atoi(m[2])
		if err != nil {
			return wanted{}, fmt.Errorf("%s is no place: %w", s, err)
		}
		return wanted{file: m[1], line: line}, nil
	}
	if idPattern.MatchString(s) {
		return wanted{id: s}, nil
	}
	return wanted{}, fmt.Errorf("%s is no pass, no fingerprint (%d or more hexadecimal digits) and no place (FILE:LINE)", s, minID)
}

var (
	placePattern = regexp.MustCompile(`^(.+?):(\d+)(?::\d+)?$`)
	idPattern    = regexp.MustCompile(fmt.Sprintf(`^[0-9a-f]{%d,}$`, minID))
)

// packages returns where to look for the finding, if nobody says.
func (w wanted) packages() []string {
	if w.id != "" {
		return []string{"./..."}
	}
	dir := filepath.ToSlash(filepath.Dir(w.file))
	if !filepath.IsAbs(w.file) {
		dir = "./" + dir
	}
	return []string{dir}
}

// is reports whether this is a finding.
func (w wanted) is(f render.Finding, id, dir string) bool {
	if w.id != "" {
		return strings.HasPrefix(id, w.id)
	}
	return f.Pos.Line == w.line && inDir(dir, filepath.FromSlash(f.Pos.File)) == inDir(dir, filepath.FromSlash(w.file))
}

// page returns the page of a pass.
func page(a *analysis.Analyzer) string {
	doc := new(comment.Parser).Parse(a.Doc + "\n\n" + silencing(a))
	return string(new(comment.Printer).Text(doc)) + "\n" + a.URL + "\n"
}

// pass returns the pass of a name.
func (c command) pass(name string) (*analysis.Analyzer, error) {
	for _, a := range c.passes {
		if a.Name == name {
			return a, nil
		}
	}
	return nil, fmt.Errorf("no pass is called %s", name)
}

// silencing is the section of a page on how to silence the pass.
func silencing(a *analysis.Analyzer) string {
	return fmt.Sprintf(`# How to silence it

A comment at the end of the line that is reported, or on the line above, says which
pass is not to report there, and why:

	//chanlint:ignore %s REASON

In the doc comment of a function it is about the whole function. The flag -%[1]s=false
switches the pass off.`, a.Name)
}

// markdownPage returns the page of a pass as Markdown, for those who browse the
// repository.
func markdownPage(a *analysis.Analyzer) []byte {
	_, text, _ := strings.Cut(a.Doc, "\n")
	p := comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }}
	page := p.Markdown(new(comment.Parser).Parse(text + "\n\n" + silencing(a)))
	summary, _, _ := strings.Cut(strings.TrimPrefix(a.Doc, a.Name+": "), "\n")
	return fmt.Appendf(nil, "<!-- Made from doc.go by: go test ./cmd/chanlint -run TestPages -update -->\n\n# %s\n\n%s.\n\n%s",
		a.Name, strings.ToUpper(summary[:1])+summary[1:], page)
}
