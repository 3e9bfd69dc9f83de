package render

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
)

// TextOptions says how to print text.
type TextOptions struct {
	Dir     string // that file names are relative to
	Context int    // source lines to show on each side; negative for none at all
}

// Text prints each finding on a line that editors and problem matchers
// understand, and its steps on indented lines, which they skip:
//
//	file:line:col: message (pass)
//		file:line:col: step
func Text(w io.Writer, findings []driver.Finding, opts TextOptions) error {
	p := printer{w: w, opts: opts, sources: make(map[string][]string)}
	for _, f := range findings {
		p.print("", f.Pos, f.End, fmt.Sprintf("%s (%s)", f.Message, f.Pass))
		for _, step := range f.Steps {
			p.print("\t", step.Pos, step.End, step.Message)
		}
	}
	return p.err
}

type printer struct {
	w       io.Writer
	opts    TextOptions
	sources map[string][]string // lines of the files seen so far
	err     error               // the first error of w
}

// print prints a place, what there is to say of it, and its source lines.
func (p *printer) print(indent string, pos, end driver.Position, message string) {
	message = strings.ReplaceAll(message, "\n", " ") // one line each, whatever happens
	p.printf("%s%s:%d:%d: %s\n", indent, p.shortName(pos.File), pos.Line, pos.Col, message)
	if p.opts.Context < 0 {
		return
	}
	lines := p.source(pos.File)
	first := max(pos.Line-p.opts.Context, 1)
	last := min(max(pos.Line, end.Line)+p.opts.Context, len(lines))
	for i := first; i <= last; i++ {
		p.printf("%s%d\t%s\n", indent, i, lines[i-1])
	}
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// shortName returns the name of a file relative to the directory, unless that
// is longer, with forward slashes.
func (p *printer) shortName(file string) string {
	if rel, err := filepath.Rel(p.opts.Dir, file); err == nil && len(rel) < len(file) {
		file = rel
	}
	return filepath.ToSlash(file)
}

// source returns the lines of a file, none if it cannot be read.
func (p *printer) source(file string) []string {
	lines, ok := p.sources[file]
	if !ok {
		if data, err := os.ReadFile(file); err == nil {
			text := strings.ReplaceAll(string(data), "\r\n", "\n")
			lines = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		}
		p.sources[file] = lines
	}
	return lines
}

// JSON prints the findings as one object in the shape of go vet -json: from
// the ID of a unit to the name of a pass to its diagnostics, which are printed
// as go vet gave them. Units without findings are left out.
func JSON(w io.Writer, findings []driver.Finding) error {
	tree := make(map[string]map[string][]json.RawMessage)
	for _, f := range findings {
		if tree[f.Package] == nil {
			tree[f.Package] = make(map[string][]json.RawMessage)
		}
		tree[f.Package][f.Pass] = append(tree[f.Package][f.Pass], f.Raw)
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}
