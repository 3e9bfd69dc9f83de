package render

import (
	"fmt"

	"github.com/chanlint/chanlint/passes/trace"
)

// A diagram is a trace as a picture: the goroutines are lines that go down with
// time. It has coordinates only; the page's template makes SVG of them.
type diagram struct {
	Width, Height int
	Heads         []head
	Lives         []segment
	Spans         []span
	Arrows        []arrow
	Labels        []label
	Ends          []end
	Gaps          []text
}

// A head is the name of a goroutine above its line.
type head struct {
	X, Width, Height int
	Color            int
	Lines            []text
}

// A segment is a part of the line of a goroutine.
type segment struct {
	X, From, To int
	Class       string // live, before, waits or stuck
	Color       int
}

// A span is the time for which a goroutine holds a lock.
type span struct {
	X, Y, Height int
	Color        int
	Title        string
}

// An arrow goes from a sender to a receiver, or to a goroutine that is started.
type arrow struct {
	X1, Y1, X2, Y2 int
	Class          string // meet, buffer or go
	Color          int
	Head           string // points of a triangle
}

// A label says what happens in a step.
type label struct {
	X, Y   int // of the number
	Number int
	Color  int
	Bad    bool
	Lines  []text
	Slots  []slot
}

// A slot is a place in the buffer of a channel.
type slot struct {
	X, Y int
	Full bool
}

// An end is how the line of a goroutine ends.
type end struct {
	X, Y  int
	Class string // bad or done
}

type text struct {
	X, Y  int
	Text  string
	Class string
}

// Sizes of a picture, in pixels. Labels have a font whose characters all have
// the same width.
const (
	charWidth   = 7.4 // a little more than most fonts have
	lineHeight  = 16
	leftMargin  = 26 // left of a line there is room for the locks
	labelIndent = 16 // from a line to its labels
	maxLabel    = 34 // characters
	maxSlots    = 8
)

// draftsman draws a diagram from top to bottom.
type draftsman struct {
	diagram
	trace *trace.Trace
	each  int // width of a column
	y     int
	lives []segment     // the open ones, by goroutine
	held  []hold        // locks that are held
	sent  map[int][]put // by channel, the values in its buffer
}

// A put is where a value was put into a buffer.
type put struct{ goroutine, y int }

// A hold is a lock that a goroutine holds since some height.
type hold struct{ goroutine, object, since, depth int }

// newDiagram draws the trace of a finding.
func newDiagram(src *sources, f Finding) *diagram {
	d := draftsman{trace: f.Trace, sent: make(map[int][]put)}
	d.heads(src, f)
	for _, m := range moments(d.trace) {
		if n := d.trace.Steps[m[0]].Skipped; n > 0 {
			clear(d.sent) // no longer known
			d.Gaps = append(d.Gaps, text{X: leftMargin + labelIndent, Y: d.y + lineHeight, Text: left(n)})
			d.y += 2 * lineHeight
		}
		d.moment(m)
	}
	d.y += lineHeight
	for len(d.held) > 0 {
		d.release(0, d.y)
	}
	for g := range d.lives {
		d.finish(g)
	}
	d.Height = d.y + lineHeight
	return &d.diagram
}

func (d *draftsman) x(goroutine int) int { return leftMargin + goroutine*d.each }

// heads draws the names of the goroutines and starts their lines.
func (d *draftsman) heads(src *sources, f Finding) {
	longest := 20
	for _, s := range d.trace.Steps {
		for _, l := range []string{phrase(d.trace, s), condition(d.trace, s), ending(d.trace, s)} {
			longest = max(longest, width(l))
		}
	}
	longest = min(longest, maxLabel)
	d.each = labelIndent + int(float64(longest)*charWidth) + leftMargin
	d.Width = len(d.trace.Goroutines) * d.each
	high := 0
	for i, g := range d.trace.Goroutines {
		h := head{X: d.x(i) - 16, Width: d.each - leftMargin + 8, Color: i % goroutineColors}
		h.Lines = append(h.Lines, text{X: d.x(i) - 8, Text: title(i), Class: "who"})
		for _, l := range wrap(src.origin(g, f.Pos.File), longest) {
			h.Lines = append(h.Lines, text{X: d.x(i) - 8, Text: l})
		}
		high = max(high, len(h.Lines))
		for k := range h.Lines {
			h.Lines[k].Y = (k + 1) * lineHeight
		}
		d.Heads = append(d.Heads, h)
	}
	d.y = high*lineHeight + 10
	for i, started := range hasStart(d.trace) {
		d.Heads[i].Height = d.y
		class := "live"
		if started {
			class = "before"
		}
		d.lives = append(d.lives, segment{X: d.x(i), From: d.y, Class: class, Color: i % goroutineColors})
	}
	d.y += lineHeight / 2
}

// goroutineColors is the number of colors that the page has for goroutines.
const goroutineColors = 6

// moment draws the steps that happen at one height.
func (d *draftsman) moment(m moment) {
	top, bottom := d.y+lineHeight, 0
	for _, i := range m {
		bottom = max(bottom, d.label(i, top))
	}
	d.y = bottom + lineHeight/2
	for _, i := range m {
		s := d.trace.Steps[i]
		g := s.Goroutine - 1
		switch {
		case s.Op == trace.Go && s.Peer != 0:
			d.arrow("go", g, d.y, s.Peer-1, d.y)
			d.turn(s.Peer-1, d.y, "live")
		case len(m) == 2 && s.Op == trace.Send:
			d.arrow("meet", g, d.y, s.Peer-1, d.y)
		case len(m) == 1:
			d.buffer(s, top-4)
		}
		d.lock(s, top-4)
		d.outcome(s, top-4)
	}
	d.y += lineHeight / 2
}

// label writes what a step does, and returns where that ends.
func (d *draftsman) label(i, y int) int {
	s := d.trace.Steps[i]
	x := d.x(s.Goroutine - 1)
	l := label{X: x, Y: y - 4, Number: i + 1, Color: (s.Goroutine - 1) % goroutineColors, Bad: s.Outcome.IsBad()}
	add := func(s, class string, indent int) {
		if s == "" {
			return
		}
		for _, line := range wrap(s, maxLabel) {
			l.Lines = append(l.Lines, text{X: x + labelIndent + indent, Y: y, Text: line, Class: class})
			y += lineHeight
		}
	}
	add(phrase(d.trace, s), "what", 0)
	indent := 0
	if st := s.State; st != nil && st.Cap > 0 && st.Cap <= maxSlots && condition(d.trace, s) != "" {
		for k := range st.Cap {
			l.Slots = append(l.Slots, slot{X: x + labelIndent + k*11, Y: y - 9, Full: k < st.Len})
		}
		indent = st.Cap*11 + 4
	}
	add(condition(d.trace, s), "state", indent)
	class := "ending"
	if s.Outcome == trace.Waits {
		class += " waits"
	}
	add(ending(d.trace, s), class, 0)
	d.Labels = append(d.Labels, l)
	return y - lineHeight
}

// arrow draws an arrow between the lines of two goroutines.
func (d *draftsman) arrow(class string, from, y1, to, y2 int) {
	a := arrow{X1: d.x(from), Y1: y1, X2: d.x(to), Y2: y2, Class: class, Color: from % goroutineColors}
	back := 8
	if from > to {
		back = -8
	}
	a.Head = fmt.Sprintf("%d,%d %d,%d %d,%d", a.X2, y2, a.X2-back, y2-4, a.X2-back, y2+4)
	d.Arrows = append(d.Arrows, a)
}

// buffer draws an arrow to the receive of a value from where it was put into the
// buffer.
func (d *draftsman) buffer(s trace.Step, y int) {
	if s.Outcome != "" || s.Object == 0 {
		return
	}
	queue := d.sent[s.Object]
	switch {
	case s.Op == trace.Send && s.State != nil && s.State.Cap > 0:
		d.sent[s.Object] = append(queue, put{s.Goroutine - 1, y})
	case s.Op == trace.Receive && len(queue) > 0:
		if from := queue[0]; from.goroutine != s.Goroutine-1 {
			d.arrow("buffer", from.goroutine, from.y, s.Goroutine-1, y)
		}
		d.sent[s.Object] = queue[1:]
	}
}

// lock notes which locks are held.
func (d *draftsman) lock(s trace.Step, y int) {
	if s.Object == 0 || s.Outcome != "" && s.Outcome != trace.Wrong {
		return
	}
	switch s.Op {
	case trace.Lock, trace.RLock:
		depth := 0
		for _, h := range d.held {
			if h.goroutine == s.Goroutine {
				depth = max(depth, h.depth+1)
			}
		}
		d.held = append(d.held, hold{s.Goroutine, s.Object, y, depth})
	case trace.Unlock, trace.RUnlock:
		found := -1 // another goroutine may unlock, but the own lock comes first
		for i, h := range d.held {
			if h.object == s.Object && (found < 0 || h.goroutine == s.Goroutine) {
				found = i
			}
		}
		if found >= 0 {
			d.release(found, y)
		}
	}
}

// release draws the time for which a lock was held.
func (d *draftsman) release(i, y int) {
	h := d.held[i]
	d.held = append(d.held[:i], d.held[i+1:]...)
	d.Spans = append(d.Spans, span{
		X: d.x(h.goroutine-1) - 8 - 5*min(h.depth, 3), Y: h.since, Height: y - h.since,
		Color: (h.object - 1) % goroutineColors,
		Title: fmt.Sprintf("goroutine %d holds %s", h.goroutine, objectName(d.trace.Objects[h.object-1])),
	})
}

// outcome changes the line of a goroutine as a step tells.
func (d *draftsman) outcome(s trace.Step, y int) {
	g := s.Goroutine - 1
	switch {
	case s.Outcome == trace.Blocks:
		d.turn(g, y, "stuck")
	case s.Outcome == trace.Waits:
		d.turn(g, y, "waits")
	case s.Outcome == trace.Panics:
		d.turn(g, y, "")
		d.Ends = append(d.Ends, end{d.x(g), d.y, "bad"})
	case s.Op == trace.Return, s.Op == trace.Exit:
		d.turn(g, d.y, "")
		d.Ends = append(d.Ends, end{d.x(g), d.y, "done"})
	default:
		d.turn(g, y, "live")
	}
}

// turn lets the line of a goroutine go on in another way.
func (d *draftsman) turn(g, y int, class string) {
	l := &d.lives[g]
	if l.Class == class {
		return
	}
	if l.Class != "" {
		l.To = y
		d.Lives = append(d.Lives, *l)
	}
	l.From, l.Class = y, class
}

// finish draws the line of a goroutine to the bottom.
func (d *draftsman) finish(g int) {
	stuck := d.lives[g].Class == "stuck"
	d.turn(g, d.y, "")
	if stuck {
		d.Ends = append(d.Ends, end{d.x(g), d.y, "bad"})
	}
}
