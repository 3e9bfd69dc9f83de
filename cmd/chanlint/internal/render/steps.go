package render

import (
	"fmt"
	"path"
	"strings"

	"github.com/chanlint/chanlint/passes/trace"
)

// A moment is what is drawn at one height: a step, or two that meet.
type moment []int // indexes of steps

// moments returns the steps of a trace in order of time.
func moments(t *trace.Trace) []moment {
	var list []moment
	for i := 0; i < len(t.Steps); i++ {
		if t.IsMeeting(i) {
			list = append(list, moment{i, i + 1})
			i++
		} else {
			list = append(list, moment{i})
		}
	}
	return list
}

// hasStart reports for each goroutine whether a step starts it; the others are
// there from the beginning.
func hasStart(t *trace.Trace) []bool {
	list := make([]bool, len(t.Goroutines))
	for _, s := range t.Steps {
		if s.Op == trace.Go && s.Peer != 0 {
			list[s.Peer-1] = true
		}
	}
	return list
}

// phrase says what a step does, condition in what state it leaves its object, and
// ending what goes wrong.
func phrase(t *trace.Trace, s trace.Step) string    { return short(t.Phrase(s)) }
func condition(t *trace.Trace, s trace.Step) string { return t.Condition(s) }
func ending(t *trace.Trace, s trace.Step) string    { return short(t.Ending(s)) }

// account says all of a step but its place and its goroutine.
func account(t *trace.Trace, s trace.Step) string {
	return clip(visible(t.Account(s)), 200, false)
}

// objectName returns the name of an object, or what it is if it has none.
func objectName(o trace.Object) string { return short(o.String()) }

// sentence says all of a step but its place.
func sentence(t *trace.Trace, s trace.Step) string { return title(s.Goroutine-1) + " " + account(t, s) }

// title returns the name of a goroutine in the order of a trace, from 0.
func title(i int) string { return fmt.Sprintf("goroutine %d", i+1) }

// origin says what a goroutine runs and where it was started, as seen from a
// file.
func (s *sources) origin(g trace.Goroutine, from string) string {
	text := short(g.Name)
	if g.Start.IsValid() {
		text += fmt.Sprintf(", started on line %s", s.place(g.Start, from))
	}
	return strings.TrimPrefix(text, ", ")
}

// place returns the line of a position, with the file unless it is that one.
func (s *sources) place(p trace.Position, from string) string {
	if !p.IsValid() {
		return "?"
	}
	if p.File == from {
		return fmt.Sprint(p.Line)
	}
	return visible(fmt.Sprintf("%s:%d", path.Base(s.name(p.File)), p.Line))
}

// short returns the words of a trace as a picture can show them.
func short(s string) string { return clip(visible(s), 100, false) }

// left says that steps are left out.
func left(n int) string { return count(n, "step") + " left out" }

// count returns a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
