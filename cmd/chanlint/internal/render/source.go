package render

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/chanlint/chanlint/passes/trace"
)

// sources reads the files of a report, each one once.
type sources struct {
	report *Report
	files  map[string]*file
}

// A file is a source file.
type file struct {
	data  []byte
	lines []string
}

func newSources(r *Report) *sources { return &sources{r, make(map[string]*file)} }

// file returns a file; it is empty if it cannot be read.
func (s *sources) file(name string) *file {
	if f, ok := s.files[name]; ok {
		return f
	}
	read := s.report.ReadFile
	if read == nil {
		read = os.ReadFile
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.report.Root, path)
	}
	f := new(file)
	if data, err := read(path); err == nil {
		f.data = data
		text := strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
		f.lines = strings.Split(text, "\n")
	}
	s.files[name] = f
	return f
}

// line returns the line of a position, and whether there is one.
func (s *sources) line(p trace.Position) (string, bool) {
	lines := s.file(p.File).lines
	if p.Line < 1 || p.Line > len(lines) {
		return "", false
	}
	return lines[p.Line-1], true
}

// at returns the position of a byte of a file, counted from 0.
func (s *sources) at(file string, offset int) trace.Position {
	before := s.file(file).data
	before = before[:min(offset, len(before))]
	return trace.Position{File: file, Line: 1 + bytes.Count(before, []byte("\n")), Column: len(before) - bytes.LastIndexByte(before, '\n')}
}

// name returns the name of a file relative to the root, unless it is not below
// it, with slashes.
func (s *sources) name(file string) string {
	if filepath.IsAbs(file) {
		if rel, err := filepath.Rel(s.report.Root, file); err == nil && filepath.IsLocal(rel) {
			file = rel
		}
	}
	return filepath.ToSlash(file)
}

// columns counts the columns of a position up to its byte column in units that
// unit tells for each character, from 1.
func (s *sources) columns(p trace.Position, unit func(rune) int) int {
	line, ok := s.line(p)
	if !ok || p.Column < 1 {
		return p.Column
	}
	n := 1
	for _, r := range line[:min(p.Column-1, len(line))] {
		n += unit(r)
	}
	return n
}

func oneEach(rune) int { return 1 }

// end returns the end of the range from pos to end, one character on if it is
// not known.
func (s *sources) end(pos, end trace.Position) trace.Position {
	if end.File == pos.File && (end.Line > pos.Line || end.Line == pos.Line && end.Column > pos.Column) {
		return end
	}
	end = pos
	if pos.Column > 0 {
		end.Column++
		if line, ok := s.line(pos); ok && pos.Column <= len(line) {
			_, size := utf8.DecodeRuneInString(line[pos.Column-1:])
			end.Column = pos.Column + size
		}
	}
	return end
}

// A snippet is a line of source, to be shown with a part of it marked.
type snippet struct {
	Before, Marked, After string
}

// snippet returns the line of a position with the part up to end marked, in no
// more than about limit columns. It is false if there is no such line.
func (s *sources) snippet(pos, end trace.Position, limit int) (snippet, bool) {
	line, ok := s.line(pos)
	if !ok {
		return snippet{}, false
	}
	from := min(max(pos.Column-1, 0), len(line))
	to := len(line)
	if end = s.end(pos, end); end.Line == pos.Line {
		to = min(max(end.Column-1, from), len(line))
	}
	before, marked, after := expand(line[:from]), expand(line[from:to]), expand(line[to:])
	if pos.Column == 0 {
		marked, after = "", marked+after
	}
	if width(before+marked+after) > limit {
		before = strings.TrimLeft(before, " ")
		before = clip(before, max(limit/4, limit-width(marked+after)), true)
		marked = clip(marked, max(limit-width(before), 1), false)
		after = clip(after, max(limit-width(before+marked), 1), false)
	}
	return snippet{before, marked, after}, true
}

// expand makes source fit to show: tabs have the width that editors give them.
func expand(s string) string { return visible(strings.ReplaceAll(s, "\t", "    ")) }

// dedent removes the indentation that all lines share.
func dedent(list []*snippet) {
	least := -1
	for _, sn := range list {
		text := sn.Before + sn.Marked + sn.After
		if trimmed := strings.TrimLeft(text, " "); trimmed != "" && (least < 0 || len(text)-len(trimmed) < least) {
			least = len(text) - len(trimmed)
		}
	}
	for _, sn := range list {
		rest := least
		for _, part := range []*string{&sn.Before, &sn.Marked, &sn.After} {
			n := min(max(rest, 0), len(*part))
			*part = (*part)[n:]
			rest -= n
		}
	}
}
