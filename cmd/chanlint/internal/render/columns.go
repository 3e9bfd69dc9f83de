package render

import (
	"strings"

	"github.com/chanlint/chanlint/passes/trace"
)

// columnGap is the space between two columns; an arrow needs some.
const columnGap = 3

// columns draws a trace as text: a column for each goroutine, time going down.
type columns struct {
	finding Finding
	trace   *trace.Trace
	src     *sources
	marks   marks
	width   int // of each column
	lines   []line
	live    []string // what is drawn of the goroutines between their steps
	starter bool     // the first goroutine has no column, see isStarter
}

// marks are the characters to draw with.
type marks struct{ live, waits, line, left, right, bad string }

var (
	unicodeMarks = marks{live: "│", waits: "┆", line: "─", left: "◀", right: "▶", bad: "✗"}
	asciiMarks   = marks{live: "|", waits: ":", line: "-", left: "<", right: ">", bad: "X"}
)

// newColumns prepares to draw columns that are not wider than most.
func newColumns(src *sources, f Finding, most int, ascii bool) *columns {
	c := &columns{finding: f, trace: f.Trace, src: src, marks: unicodeMarks, live: make([]string, len(f.Trace.Goroutines))}
	if ascii {
		c.marks = asciiMarks
	}
	c.starter = isStarter(f.Trace)
	started := hasStart(f.Trace)
	for i, g := range c.trace.Goroutines {
		if c.isHidden(i) {
			continue
		}
		c.width = max(c.width, width(title(i)), width(src.origin(g, f.Pos.File)))
		if !started[i] {
			c.live[i] = c.marks.live
		}
	}
	for _, s := range c.trace.Steps {
		place, what, wrong := c.cell(s)
		c.width = max(c.width, width(place)+1+max(width(what), width(wrong)))
	}
	c.width = min(c.width, most)
	return c
}

// isStarter reports whether all that the first goroutine of a trace does is to start
// the second one, first of all. The head of that one tells where it is started.
func isStarter(t *trace.Trace) bool {
	for i, s := range t.Steps {
		begins := i == 0 && s.Op == trace.Go && s.Peer == 2 && s.Skipped == 0 && !s.Outcome.IsBad()
		if i == 0 && !begins || (s.Goroutine == 1) != begins || s.Peer == 1 || s.State != nil && s.State.Holder == 1 {
			return false
		}
	}
	return len(t.Steps) > 1 && t.Goroutines[1].Start.IsValid()
}

// isHidden reports whether a goroutine, by its index, has no column.
func (c *columns) isHidden(goroutine int) bool { return c.starter && goroutine == 0 }

// columnsOf returns how many columns a trace has.
func columnsOf(t *trace.Trace) int {
	if isStarter(t) {
		return len(t.Goroutines) - 1
	}
	return len(t.Goroutines)
}

// draw returns the lines of the picture.
func (c *columns) draw() []line {
	c.head()
	for _, m := range moments(c.trace) {
		if c.isHidden(c.trace.Steps[m[0]].Goroutine - 1) {
			c.after(c.trace.Steps[m[0]])
			continue
		}
		if n := c.trace.Steps[m[0]].Skipped; n > 0 {
			c.lines = append(c.lines, nil)
			c.lines[len(c.lines)-1].put(0, "... "+left(n), faint)
		}
		c.moment(m)
	}
	return c.lines
}

// head draws the names of the goroutines.
func (c *columns) head() {
	high := 0
	var origins [][]string
	for _, g := range c.trace.Goroutines {
		lines := wrap(c.src.origin(g, c.finding.Pos.File), c.width)
		origins = append(origins, lines)
		high = max(high, len(lines))
	}
	c.lines = make([]line, high+2)
	for i, lines := range origins {
		if c.isHidden(i) {
			continue
		}
		c.lines[0].put(c.x(i), title(i), goroutineStyle(i)+";1")
		for k, text := range lines {
			c.lines[1+k].put(c.x(i), text, goroutineStyle(i))
		}
		c.lines[high+1].put(c.x(i), strings.Repeat(c.marks.line, c.width), faint)
	}
}

// x returns where the column of a goroutine starts.
func (c *columns) x(goroutine int) int {
	if c.starter {
		goroutine--
	}
	return goroutine * (c.width + columnGap)
}

// cell says what a step puts into its column: its place, what happens, and what
// goes wrong.
func (c *columns) cell(s trace.Step) (place, what, wrong string) {
	place = c.src.place(s.Pos, c.finding.Pos.File)
	what = phrase(c.trace, s)
	if state := condition(c.trace, s); state != "" {
		what += " [" + state + "]"
	}
	wrong = ending(c.trace, s)
	switch {
	case wrong == "" && s.Outcome.IsBad():
		what = c.marks.bad + " " + what
	case s.Outcome.IsBad():
		wrong = c.marks.bad + " " + wrong
	}
	return place, what, wrong
}

// moment draws the steps of a moment, and the other goroutines beside them.
func (c *columns) moment(m moment) {
	top := len(c.lines)
	for _, i := range m {
		c.step(c.trace.Steps[i], top)
	}
	for g, mark := range c.live {
		if c.isHidden(g) {
			continue
		}
		for k := range c.lines[top:] {
			if l := &c.lines[top+k]; !l.occupied(c.x(g), c.x(g)+c.width) {
				l.put(c.x(g), mark, faint)
			}
		}
	}
	if len(m) == 2 {
		c.arrow(&c.lines[top], c.trace.Steps[m[0]], c.trace.Steps[m[1]])
	}
	for _, i := range m {
		c.after(c.trace.Steps[i])
	}
}

// step draws a step from a line on.
func (c *columns) step(s trace.Step, top int) {
	g := s.Goroutine - 1
	place, what, wrong := c.cell(s)
	place = clip(place, c.width/2, true)
	indent := width(place) + 1
	lines := wrap(what, c.width-indent)
	if wrong != "" {
		lines = append(lines, wrap(wrong, c.width-indent)...)
	}
	for len(c.lines) < top+len(lines) {
		c.lines = append(c.lines, nil)
	}
	c.lines[top].put(c.x(g), place, faint)
	look := goroutineStyle(g)
	if s.Outcome.IsBad() {
		look = bad
	}
	for k, text := range lines {
		c.lines[top+k].put(c.x(g)+indent, text, look)
	}
}

// arrow draws an arrow from the sender to the receiver.
func (c *columns) arrow(l *line, a, b trace.Step) {
	from, to := a.Goroutine-1, b.Goroutine-1
	if a.Op == trace.Receive {
		from, to = to, from
	}
	start := l.end(c.x(min(from, to))+c.width) + 1
	end := c.x(max(from, to)) - 1
	text := strings.Repeat(c.marks.line, max(end-start-1, 0))
	if from < to {
		text += c.marks.right
	} else {
		text = c.marks.left + text
	}
	l.put(start, text, plain)
}

// after notes how a goroutine goes on after a step.
func (c *columns) after(s trace.Step) {
	mark := c.marks.live
	switch {
	case s.Outcome == trace.Panics, s.Op == trace.Return, s.Op == trace.Exit:
		mark = ""
	case s.Outcome == trace.Blocks, s.Outcome == trace.Waits:
		mark = c.marks.waits
	}
	c.live[s.Goroutine-1] = mark
	if s.Op == trace.Go && s.Peer != 0 {
		c.live[s.Peer-1] = c.marks.live
	}
}

// A line is a line of a picture, one glyph for each column of the terminal.
type line []glyph

type glyph struct {
	text  string // empty after a wide character
	style style
}

// put writes a text over what is there.
func (l *line) put(x int, text string, s style) {
	for _, r := range text {
		n := runeWidth(r)
		if n == 0 {
			if x > 0 && x <= len(*l) {
				(*l)[x-1].text += string(r)
			}
			continue
		}
		for len(*l) < x+n {
			*l = append(*l, glyph{text: " "})
		}
		(*l)[x] = glyph{string(r), s}
		if n == 2 {
			(*l)[x+1] = glyph{style: s}
		}
		x += n
	}
}

// occupied reports whether there is text between two columns.
func (l line) occupied(from, to int) bool { return l.end(to) > from }

// end returns the first column behind the text before limit.
func (l line) end(limit int) int {
	n := min(limit, len(l))
	for n > 0 && l[n-1].text == " " {
		n--
	}
	return n
}

// text returns the line for a terminal.
func (l line) text(color bool) string {
	var b, part strings.Builder
	look := plain
	flush := func() {
		if color {
			b.WriteString(look.paint(part.String()))
		} else {
			b.WriteString(part.String())
		}
		part.Reset()
	}
	for _, g := range l[:l.end(len(l))] {
		if g.style != look && g.text != " " {
			flush()
			look = g.style
		}
		part.WriteString(g.text)
	}
	flush()
	return b.String()
}
