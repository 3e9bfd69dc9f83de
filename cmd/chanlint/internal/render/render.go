// Package render prints findings in the formats that people and their tools
// read.
package render

import (
	"io"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/trace"
)

// A Report is what all formats print.
type Report struct {
	Findings []Finding // in the order in which they are printed
	// Passes are those that ran; formats that explain findings take the words from
	// their documentation.
	Passes  []*analysis.Analyzer
	Version string // of chanlint; may be empty
	// Root is the directory that file names are relative to, where they are given so
	// and where they are printed. Code hosts want the root of the repository.
	Root string
	// ReadFile reads a source file, as os.ReadFile does, which is the default. A file
	// that cannot be read is a finding without a snippet.
	ReadFile func(name string) ([]byte, error)
}

// A Finding is a diagnostic of a pass.
type Finding struct {
	Pass     string
	Category string // may be empty
	Message  string
	Package  string         // ID of the unit, such as "a/b" or "a/b [a/b.test]"
	Pos, End trace.Position // End may be unknown
	// Related are places that belong to the finding. They are printed only if there
	// is no trace.
	Related []Related
	Fixes   []Fix // ways to mend it, any one of which will do
	// Trace may be nil. Else its numbers must be right, as they are after
	// trace.Decode.
	Trace *trace.Trace
}

// A Related is a place that belongs to a finding.
type Related struct {
	Pos, End trace.Position
	Message  string
}

// A Fix is a change of the code that mends a finding.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes of a file from Start to End, which count from 0.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// Options are what formats leave to the caller. The zero value suits a pipe.
type Options struct {
	Color   bool      // use the colors of a terminal
	ASCII   bool      // draw with nothing but ASCII
	Width   int       // columns of the terminal; 0 if it is none
	Context int       // lines of source around a line that text shows
	Summary io.Writer // where GitHub wants the summary of a job; may be nil
}

// A Format is a way to print a report.
type Format struct {
	Name    string
	Summary string // one line of help
	Write   func(w io.Writer, r *Report, opts Options) error
}

// Formats returns all formats; the first one is the default.
func Formats() []Format {
	return []Format{
		{"text", "lines for people and editors, with the goroutines side by side", writeText},
		{"html", "one page for a browser, with pictures", writeHTML},
		{"json", "for programs: the findings, and the steps of all goroutines", writeJSON},
		{"sarif", "SARIF 2.1.0, for GitHub code scanning and editors", writeSARIF},
		{"github", "annotations and a summary of a GitHub job", writeGitHub},
		{"gitlab", "a GitLab code quality report", writeGitLab},
		{"checkstyle", "Checkstyle XML, for Jenkins and reviewdog", writeCheckstyle},
		{"mermaid", "Markdown with sequence diagrams", writeMermaid},
	}
}

// Lookup returns the format of a name.
func Lookup(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}
