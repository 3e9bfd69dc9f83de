package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/chanlint/chanlint/passes/trace"
)

// Limits on a diagram: code hosts draw no more text than this, and nobody reads
// more steps.
const (
	mermaidMoments = 12
	mermaidName    = 60 // characters of a text
)

// writeMermaid prints Markdown with a sequence diagram for each finding that has
// a trace.
func writeMermaid(w io.Writer, r *Report, _ Options) error {
	out := bufio.NewWriter(w)
	src := newSources(r)
	for i, f := range r.Findings {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "### %s\n\n%s, %s\n", markdown(f.Message), markdown(fmt.Sprintf("%s:%d", src.name(f.Pos.File), f.Pos.Line)), markdown(f.Pass))
		out.WriteString(markdownSteps(src, f))
	}
	return out.Flush()
}

// markdownSteps returns the diagram of a finding, or a list of its related places
// if there is no trace.
func markdownSteps(src *sources, f Finding) string {
	if f.Trace != nil && len(f.Trace.Steps) > 0 {
		return "\n```mermaid\n" + mermaid(src, f) + "```\n"
	}
	var list strings.Builder
	for i, rel := range f.Related {
		if i == 0 {
			list.WriteByte('\n') // lists need an empty line before them
		}
		fmt.Fprintf(&list, "- line %s: %s\n", markdown(src.place(rel.Pos, f.Pos.File)), markdown(rel.Message))
	}
	return list.String()
}

// mermaid returns the sequence diagram of a finding.
func mermaid(src *sources, f Finding) string {
	var b strings.Builder
	t := f.Trace
	b.WriteString("sequenceDiagram\n")
	for i, g := range t.Goroutines {
		fmt.Fprintf(&b, "    participant G%d as %s<br/>%s\n", i+1, title(i), mermaidText(src.origin(g, f.Pos.File)))
	}
	const half = mermaidMoments / 2
	list := moments(t)
	cut := max(len(list)-mermaidMoments, 0) // out of the middle
	for i, m := range list {
		if cut > 0 && i >= half && i < half+cut {
			continue
		}
		skipped := t.Steps[m[0]].Skipped
		if cut > 0 && i == half+cut {
			for _, s := range t.Steps[list[half][0]:m[0]] {
				skipped += 1 + s.Skipped
			}
		}
		if skipped > 0 {
			fmt.Fprintf(&b, "    Note over G1%s: … %s\n", upTo(len(t.Goroutines)), left(skipped))
		}
		mermaidMoment(&b, src, f, m)
	}
	return b.String()
}

// upTo returns the other end of a note over several participants.
func upTo(n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(",G%d", n)
}

func mermaidMoment(b *strings.Builder, src *sources, f Finding, m moment) {
	t := f.Trace
	s := t.Steps[m[0]]
	if len(m) == 2 {
		from, to := s, t.Steps[m[1]]
		if s.Op == trace.Receive {
			from, to = to, from
		}
		fmt.Fprintf(b, "    G%d->>G%d: %s %s<br/>%s %s\n",
			from.Goroutine, to.Goroutine, mermaidText(src.place(from.Pos, f.Pos.File)), mermaidText(phrase(t, from)),
			mermaidText(src.place(to.Pos, f.Pos.File)), mermaidText(phrase(t, to)))
		return
	}
	text := mermaidText(src.place(s.Pos, f.Pos.File)) + " " + mermaidText(phrase(t, s))
	if c := condition(t, s); c != "" {
		text += " (" + mermaidText(c) + ")"
	}
	switch e := ending(t, s); {
	case s.Outcome.IsBad() && e == "":
		fmt.Fprintf(b, "    Note over G%d: ✗ %s\n", s.Goroutine, text)
	case s.Outcome.IsBad():
		fmt.Fprintf(b, "    Note over G%d: %s<br/>✗ %s\n", s.Goroutine, text, mermaidText(e))
	case s.Outcome == trace.Waits:
		fmt.Fprintf(b, "    Note over G%d: %s<br/>%s\n", s.Goroutine, text, mermaidText(e))
	case s.Op == trace.Go && s.Peer != 0:
		fmt.Fprintf(b, "    G%d-)G%d: %s\n", s.Goroutine, s.Peer, text)
	default:
		fmt.Fprintf(b, "    Note over G%d: %s\n", s.Goroutine, text)
	}
}

// mermaidText returns a text that means nothing to Mermaid: all but letters,
// digits and some marks are written as the numbers of their characters.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range clip(visible(s), mermaidName, false) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,/_-()…", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
