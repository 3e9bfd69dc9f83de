package render

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/chanlint/chanlint/passes/trace"
)

// pipeWidth is the width of the text if there is no terminal.
const pipeWidth = 120

// writeText prints each finding on a line that editors and problem matchers
// understand, and what belongs to it on indented lines, which they skip.
func writeText(w io.Writer, r *Report, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = pipeWidth
	}
	p := textPrinter{new(strings.Builder), newSources(r), opts}
	for _, f := range r.Findings {
		p.finding(f)
		text := p.String()
		if opts.ASCII {
			text = strings.ReplaceAll(text, "…", "~") // where it is clipped
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		p.Reset()
	}
	return nil
}

// A textPrinter prints the text of a finding.
type textPrinter struct {
	*strings.Builder
	src  *sources
	opts Options
}

func (p textPrinter) finding(f Finding) {
	fmt.Fprintf(p, "%s: %s (%s)\n", p.paint(bold, p.position(f.Pos)), p.paint(bad, visible(f.Message)), visible(f.Pass))
	p.snippet(f.Pos, f.End)
	if f.Trace != nil && len(f.Trace.Steps) > 0 {
		p.trace(f)
	} else {
		for _, rel := range f.Related {
			fmt.Fprintf(p, "    %s: %s\n", p.position(rel.Pos), visible(rel.Message))
			p.snippet(rel.Pos, rel.End)
		}
	}
	if len(f.Fixes) > 0 {
		fmt.Fprintf(p, "      fix: %s (chanlint -fix)\n\n", visible(f.Fixes[0].Message))
	}
}

// position returns file:line:col, as far as they are known.
func (p textPrinter) position(pos trace.Position) string {
	name := p.src.name(pos.File)
	if rel, err := filepath.Rel(p.src.report.Root, pos.File); filepath.IsAbs(name) && err == nil && len(rel) < len(name) {
		name = filepath.ToSlash(rel) // up and down again
	}
	name = visible(name)
	if pos.Line > 0 {
		name += fmt.Sprintf(":%d", pos.Line)
		if pos.Column > 0 {
			name += fmt.Sprintf(":%d", pos.Column)
		}
	}
	return name
}

// snippet prints the line of a position and points at it, and some lines around.
func (p textPrinter) snippet(pos, end trace.Position) {
	const gutter = 8
	var (
		shown []*snippet
		first = max(pos.Line-p.opts.Context, 1)
	)
	for n := first; n <= pos.Line+p.opts.Context; n++ {
		from, to := trace.Position{File: pos.File, Line: n}, trace.Position{}
		if n == pos.Line {
			from, to = pos, end
		}
		if sn, ok := p.src.snippet(from, to, p.opts.Width-gutter-3); ok {
			shown = append(shown, &sn)
		}
	}
	dedent(shown)
	for i, sn := range shown {
		fmt.Fprintf(p, "%*d %s %s%s%s\n", gutter, first+i, p.bar(), sn.Before, p.paint(bold, sn.Marked), sn.After)
		if first+i == pos.Line && pos.Column > 0 {
			carets := strings.Repeat("^", max(width(sn.Marked), 1))
			fmt.Fprintf(p, "%*s %s %s%s\n", gutter, "", p.bar(), strings.Repeat(" ", width(sn.Before)), p.paint(bad, carets))
		}
	}
}

func (p textPrinter) bar() string {
	if p.opts.ASCII {
		return "|"
	}
	return "│"
}

// trace prints the goroutines of a finding side by side, or the steps one below
// the other if the terminal is too narrow for that.
func (p textPrinter) trace(f Finding) {
	const indent, least = 6, 20
	each := (p.opts.Width-indent)/max(columnsOf(f.Trace), 1) - columnGap
	fmt.Fprintln(p)
	if each < least {
		p.list(f)
	} else {
		for _, line := range newColumns(p.src, f, each, p.opts.ASCII).draw() {
			text := line.text(p.opts.Color)
			if text != "" {
				text = strings.Repeat(" ", indent) + text
			}
			fmt.Fprintln(p, text)
		}
	}
	fmt.Fprintln(p)
}

// list prints the steps one below the other.
func (p textPrinter) list(f Finding) {
	t := f.Trace
	for i, g := range t.Goroutines {
		fmt.Fprintf(p, "    %s: %s\n", p.paint(goroutineStyle(i), title(i)), p.src.origin(g, f.Pos.File))
	}
	for _, s := range t.Steps {
		if s.Skipped > 0 {
			fmt.Fprintf(p, "    (%s)\n", left(s.Skipped))
		}
		look := goroutineStyle(s.Goroutine - 1)
		if s.Outcome.IsBad() {
			look = bad
		}
		fmt.Fprintf(p, "    %s: %s\n", p.position(s.Pos), p.paint(look, sentence(t, s)))
	}
}

func (p textPrinter) paint(s style, text string) string {
	if !p.opts.Color {
		return text
	}
	return s.paint(text)
}

// A style is how a terminal shows text: the parameters of an SGR sequence.
type style string

const (
	plain style = ""
	bold  style = "1"
	faint style = "2"
	bad   style = "1;31"
)

// goroutineStyle returns the color of a goroutine. Red is for what is wrong.
func goroutineStyle(i int) style {
	colors := []style{"36", "33", "35", "32", "34"}
	return colors[i%len(colors)]
}

func (s style) paint(text string) string {
	if s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}
