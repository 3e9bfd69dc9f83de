package render

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/trace"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string
)

// writeHTML prints one page that needs nothing else: no network, and for reading
// no script either.
func writeHTML(w io.Writer, r *Report, _ Options) error {
	parsed, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := parsed.Execute(out, newPage(r)); err != nil {
		return err
	}
	return out.Flush()
}

// A page is the data of the template.
type page struct {
	CSS      template.CSS
	JS       template.JS
	Policy   string // what the page may load and run: its own script, no other
	Version  string
	Passes   []string
	Packages []string
	Count    int
	Findings iter.Seq[article] // made one by one: there may be thousands
	Index    []entry
}

// An entry is a finding in the list.
type entry struct{ ID, Pass, Package, Message, Place string }

// An article is a finding in full.
type article struct {
	entry
	URL     string
	Files   []listing
	Steps   []item
	Related []item
	Fix     string // what the change does that mends it; may be empty
	Diagram *diagram
}

// A listing is what is shown of a file.
type listing struct {
	Name string
	Rows []listingRow
}

type listingRow struct {
	Line  int // 0: lines are left out
	Steps []item
	snippet
}

// An item is a step, or a related place.
type item struct {
	Number    int
	Goroutine int
	Color     int
	Place     string
	Text      string
	Skipped   string
	Bad       bool
}

func newPage(r *Report) page {
	hash := sha256.Sum256([]byte(pageJS))
	src := newSources(r)
	p := page{
		CSS:     template.CSS(pageCSS),
		JS:      template.JS(pageJS),
		Policy:  policy(hash[:]),
		Version: visible(r.Version),
		Count:   len(r.Findings),
	}
	urls := make(map[string]string)
	for _, a := range r.Passes {
		if strings.HasPrefix(a.URL, "https://") {
			urls[a.Name] = a.URL
		}
	}
	passes, packages := make(map[string]bool), make(map[string]bool)
	for i, f := range r.Findings {
		e := entry{
			ID:      fmt.Sprintf("f%d", i+1),
			Pass:    visible(f.Pass),
			Package: visible(packagePath(f.Package)),
			Message: visible(f.Message),
			Place:   visible(src.name(f.Pos.File)) + fmt.Sprintf(":%d", f.Pos.Line),
		}
		p.Index = append(p.Index, e)
		passes[e.Pass], packages[e.Package] = true, true
	}
	p.Passes, p.Packages = slices.Sorted(maps.Keys(passes)), slices.Sorted(maps.Keys(packages))
	p.Findings = func(yield func(article) bool) {
		for i, f := range r.Findings {
			if !yield(newArticle(src, f, p.Index[i], urls[f.Pass])) {
				return
			}
		}
	}
	return p
}

// policy says what a page may load and run: the script with this hash, no other.
func policy(hash []byte) string {
	return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash) + "'; base-uri 'none'; form-action 'none'"
}

func newArticle(src *sources, f Finding, e entry, url string) article {
	a := article{entry: e, URL: url}
	l := newLister(src, f)
	if f.Trace != nil && len(f.Trace.Steps) > 0 {
		a.Diagram = newDiagram(src, f)
		for i, s := range f.Trace.Steps {
			it := item{
				Number: i + 1, Goroutine: s.Goroutine, Color: (s.Goroutine - 1) % goroutineColors,
				Place: "line " + src.place(s.Pos, f.Pos.File), Text: sentence(f.Trace, s), Bad: s.Outcome.IsBad(),
			}
			if s.Skipped > 0 {
				it.Skipped = left(s.Skipped)
			}
			a.Steps = append(a.Steps, it)
			l.add(s.Pos, it)
		}
	} else {
		for _, rel := range f.Related {
			a.Related = append(a.Related, item{Place: "line " + src.place(rel.Pos, f.Pos.File), Text: visible(rel.Message)})
			l.add(rel.Pos, item{})
		}
	}
	if len(f.Fixes) > 0 {
		a.Fix = visible(f.Fixes[0].Message)
	}
	a.Files = l.listings()
	return a
}

// A lister collects the lines of source to show.
type lister struct {
	src   *sources
	f     Finding
	order []string
	marks map[string]map[int][]item // by file and line
}

func newLister(src *sources, f Finding) *lister {
	l := &lister{src: src, f: f, marks: make(map[string]map[int][]item)}
	l.add(f.Pos, item{})
	return l
}

// add wants a line to be shown, marked with the number of a step if there is one.
func (l *lister) add(pos trace.Position, it item) {
	if _, ok := l.src.line(pos); !ok {
		return
	}
	lines := l.marks[pos.File]
	if lines == nil {
		lines = make(map[int][]item)
		l.marks[pos.File] = lines
		l.order = append(l.order, pos.File)
	}
	lines[pos.Line] = append(lines[pos.Line], it)
}

// listings returns the lines with some others around them.
func (l *lister) listings() []listing {
	const around, longest = 2, 400
	var list []listing
	for _, name := range l.order {
		lines := l.src.file(name).lines
		marks := l.marks[name]
		out := listing{Name: visible(l.src.name(name))}
		next := 1 // the first line that is not shown yet
		for _, line := range slices.Sorted(maps.Keys(marks)) {
			first := max(line-around, next)
			if first > next && next > 1 {
				out.Rows = append(out.Rows, listingRow{})
			}
			for n := first; n <= min(line+around, len(lines)); n++ {
				at := trace.Position{File: name, Line: n}
				row := listingRow{Line: n, Steps: numbered(marks[n])}
				if name == l.f.Pos.File && n == l.f.Pos.Line {
					row.snippet, _ = l.src.snippet(l.f.Pos, l.f.End, longest)
				} else {
					row.snippet, _ = l.src.snippet(at, at, longest)
				}
				out.Rows = append(out.Rows, row)
				next = n + 1
			}
		}
		var shown []*snippet
		for i := range out.Rows {
			shown = append(shown, &out.Rows[i].snippet)
		}
		dedent(shown)
		list = append(list, out)
	}
	return list
}

// numbered returns the items that are steps.
func numbered(items []item) []item {
	return slices.DeleteFunc(slices.Clone(items), func(it item) bool { return it.Number == 0 })
}
