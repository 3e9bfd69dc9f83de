package render

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
)

// writeGitHub prints a workflow command for each finding, which makes an
// annotation of it, and the summary of the job to opts.Summary.
func writeGitHub(w io.Writer, r *Report, opts Options) error {
	src := newSources(r)
	out := bufio.NewWriter(w)
	for _, f := range r.Findings {
		// The log shows nothing but the message, so that tells the place, too.
		name := visible(src.name(f.Pos.File))
		message := fmt.Sprintf("%s\n%s:%d:%d", visible(f.Message), name, f.Pos.Line, f.Pos.Column)
		if f.Trace != nil {
			for _, s := range f.Trace.Steps {
				message += fmt.Sprintf("\nline %s: %s", src.place(s.Pos, f.Pos.File), sentence(f.Trace, s))
			}
		}
		fmt.Fprintf(out, "::error file=%s,%stitle=%s::%s\n",
			commandProperty(name), commandRange(src, f), commandProperty("chanlint: "+visible(f.Pass)), commandData(message))
	}
	if err := out.Flush(); err != nil || opts.Summary == nil {
		return err
	}
	return writeSummary(opts.Summary, src)
}

// commandRange returns the properties for the range of a finding.
func commandRange(src *sources, f Finding) string {
	if f.Pos.Line < 1 {
		return ""
	}
	end := src.end(f.Pos, f.End)
	s := fmt.Sprintf("line=%d,endLine=%d,", f.Pos.Line, end.Line)
	if f.Pos.Column > 0 && end.Line == f.Pos.Line { // columns are for single lines
		s += fmt.Sprintf("col=%d,endColumn=%d,", src.columns(f.Pos, oneEach), src.columns(end, oneEach))
	}
	return s
}

var commandEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

// commandData escapes the message of a workflow command.
func commandData(s string) string { return commandEscapes.Replace(s) }

// commandProperty escapes the value of a property of a workflow command.
func commandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}

// maxSummary is a little less than what GitHub accepts as a summary, in bytes.
const maxSummary = 1_000_000

// writeSummary prints Markdown: the findings with their diagrams.
func writeSummary(w io.Writer, src *sources) error {
	r := src.report
	var out bytes.Buffer
	fmt.Fprintf(&out, "## chanlint: %s\n", count(len(r.Findings), "finding"))
	for i, f := range r.Findings {
		part := summaryOf(src, f)
		if out.Len()+len(part) > maxSummary {
			fmt.Fprintf(&out, "\nand %d more.\n", len(r.Findings)-i)
			break
		}
		out.WriteString(part)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// summaryOf returns a finding as Markdown. It is folded: a summary can be long.
func summaryOf(src *sources, f Finding) string {
	var b strings.Builder
	place := fmt.Sprintf("%s:%d", src.name(f.Pos.File), f.Pos.Line)
	fmt.Fprintf(&b, "\n<details><summary>%s (%s)</summary>\n\n", html.EscapeString(visible(f.Message)), html.EscapeString(visible(f.Pass)))
	fmt.Fprintf(&b, "%s, package %s\n", markdown(place), markdown(packagePath(f.Package)))
	b.WriteString(markdownSteps(src, f))
	if f.Trace != nil && len(f.Trace.Steps) > 0 { // a diagram may be shortened
		b.WriteString("\n| | goroutine | line | |\n|---|---|---|---|\n")
		for i, s := range f.Trace.Steps {
			fmt.Fprintf(&b, "| %d | %d | %s | %s |\n", i+1, s.Goroutine, markdown(src.place(s.Pos, f.Pos.File)), markdown(account(f.Trace, s)))
		}
	}
	b.WriteString("\n</details>\n")
	return b.String()
}
