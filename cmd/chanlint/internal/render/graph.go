package render

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/graph"
	"github.com/chanlint/chanlint/passes/trace"
)

// A GraphReport is what the formats of graphs print.
type GraphReport struct {
	Graph *graph.Graph
	Root  string // see Report
}

// A GraphFormat is a way to print a graph.
type GraphFormat struct {
	Name    string
	Summary string // one line of help
	Write   func(w io.Writer, r *GraphReport) error
}

// GraphFormats returns all formats of graphs; the first one is the default.
func GraphFormats() []GraphFormat {
	return []GraphFormat{
		{"text", "what is done to each object, line by line", writeGraphText},
		{"html", "one page for a browser, with a picture of each object", writeGraphHTML},
		{"dot", "a directed graph for Graphviz", writeGraphDOT},
		{"mermaid", "Markdown with a flowchart", writeGraphMermaid},
	}
}

// A chart words a graph.
type chart struct {
	*graph.Graph
	src     *sources
	several bool // functions need the names of their packages
}

func newChart(r *GraphReport) chart {
	packages := make(map[string]bool)
	for _, f := range r.Graph.Functions {
		packages[f.Package] = true
	}
	return chart{r.Graph, newSources(&Report{Root: r.Root}), len(packages) > 1}
}

// function returns the name of a function.
func (c chart) function(i int) string {
	f := c.Functions[i]
	if c.several && f.Package != "" {
		return visible(path.Base(f.Package) + "." + f.Name)
	}
	return visible(f.Name)
}

// who returns the name of a function, with the goroutines in which it runs.
func (c chart) who(i int) string {
	const most = 3
	var in []string
	for _, g := range c.Functions[i].In {
		if g == i {
			return c.function(i) + " (goroutine)"
		}
		in = append(in, c.function(g))
	}
	if len(in) == 0 {
		return c.function(i)
	}
	if more := len(in) - most; more > 0 {
		in = append(in[:most], fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("%s (in goroutine %s)", c.function(i), strings.Join(in, ", "))
}

// object returns the name of an object.
func (c chart) object(o graph.Object) string {
	if o.Name == "" {
		return visible(trace.Object{Kind: o.Kind}.String())
	}
	return visible(o.Name)
}

// title returns the kind and the name of an object.
func (c chart) title(o graph.Object) string {
	if o.Name == "" {
		return c.object(o)
	}
	return visible(string(o.Kind)) + " " + c.object(o)
}

// facts says what is known of an object by itself.
func (c chart) facts(o graph.Object) string {
	list := []string{c.place(o.Pos)}
	if o.Parameter {
		list = append(list, "a parameter that callers elsewhere pass")
	}
	for _, b := range o.Buffers {
		switch b {
		case "0":
			list = append(list, "no buffer")
		case "":
			list = append(list, "buffer of a computed size")
		default:
			list = append(list, "buffer of "+visible(b))
		}
	}
	return strings.Join(list, ", ")
}

func (c chart) place(p trace.Position) string {
	if !p.IsValid() {
		return "?"
	}
	return visible(fmt.Sprintf("%s:%d", c.src.name(p.File), p.Line))
}

// lines says where something is done: line numbers for the file of the object.
func (c chart) lines(at []trace.Position, file string) string {
	var list []string
	for _, p := range at {
		if s := c.src.place(p, file); !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return strings.Join(list, ", ")
}

var graphVerbs = map[trace.Op]string{
	trace.Make: "makes", trace.Add: "adds", trace.Send: "sends", trace.Receive: "receives", graph.Range: "ranges", trace.Close: "closes",
	trace.Cancel: "cancels", trace.Lock: "locks", trace.Unlock: "unlocks", trace.RLock: "read-locks", trace.RUnlock: "read-unlocks",
	trace.Do: "runs", trace.Done: "is done", trace.Wait: "waits", trace.Signal: "signals", trace.Broadcast: "wakes all", graph.Pass: "passes",
}

// verb says what a use does.
func verb(op trace.Op) string {
	if v, ok := graphVerbs[op]; ok {
		return v
	}
	return visible(string(op))
}

// doer says who does it, and to whom it is passed.
func (c chart) doer(u graph.Use) string {
	if u.Via != "" {
		return c.who(u.Function) + " to " + visible(u.Via)
	}
	return c.who(u.Function)
}

// starts says that a function starts another one.
func (c chart) starts(s graph.Start) string {
	text := c.function(s.From) + " starts " + c.function(s.To)
	if s.Loop {
		text += " in a loop"
	}
	return text
}

func writeGraphText(w io.Writer, r *GraphReport) error {
	out := bufio.NewWriter(w)
	c := newChart(r)
	for _, o := range c.Objects {
		fmt.Fprintf(out, "%s (%s)\n", c.title(o), c.facts(o))
		widest := 0
		for _, u := range o.Uses {
			widest = max(widest, width(c.doer(u)))
		}
		for _, u := range o.Uses {
			who := c.doer(u)
			fmt.Fprintf(out, "    %-13s %s%s  %s\n", verb(u.Op), who, strings.Repeat(" ", widest-width(who)), c.lines(u.At, o.Pos.File))
		}
		fmt.Fprintln(out)
	}
	if len(c.Starts) > 0 {
		fmt.Fprintln(out, "goroutines")
	}
	for _, s := range c.Starts {
		fmt.Fprintf(out, "    %s (%s)\n", c.starts(s), c.place(s.At[0]))
	}
	if len(c.Objects)+len(c.Starts) == 0 {
		fmt.Fprintln(out, "nothing here uses channels, locks or goroutines")
	}
	return out.Flush()
}

// An edge of a picture is what a function does to an object.
type edge struct {
	function int
	gives    bool // it points to the object
	verbs    string
}

// edges returns the edges of an object. That a function unlocks what it locks is no
// news.
func edges(o graph.Object) []edge {
	var list []edge
	locks := make(map[int]bool)
	for _, u := range o.Uses {
		locks[u.Function] = locks[u.Function] || u.Op == trace.Lock || u.Op == trace.RLock
		if locks[u.Function] && (u.Op == trace.Unlock || u.Op == trace.RUnlock) {
			continue
		}
		text := verb(u.Op)
		if u.Via != "" {
			text += " to " + visible(u.Via)
		}
		i := slices.IndexFunc(list, func(e edge) bool { return e.function == u.Function && e.gives == graph.GivesTo(u.Op) })
		if i < 0 {
			list = append(list, edge{u.Function, graph.GivesTo(u.Op), text})
		} else {
			list[i].verbs += ", " + text
		}
	}
	return list
}

func writeGraphDOT(w io.Writer, r *GraphReport) error {
	out := bufio.NewWriter(w)
	c := newChart(r)
	fmt.Fprintln(out, "digraph chanlint {\n\trankdir=LR;\n\tnode [fontname=\"monospace\", fontsize=11];\n\tedge [fontname=\"monospace\", fontsize=9];")
	for i, f := range c.Functions {
		style := ""
		if slices.Contains(f.In, i) {
			style = ", style=bold"
		}
		fmt.Fprintf(out, "\tf%d [shape=box%s, label=%s, tooltip=%s];\n", i, style, dotText(c.function(i)), dotText(c.place(f.Pos)))
	}
	for i, o := range c.Objects {
		fmt.Fprintf(out, "\to%d [shape=%s, label=%s, tooltip=%s];\n", i, dotShape(o.Kind), dotText(c.object(o)), dotText(c.title(o)+" ("+c.facts(o)+")"))
		for _, e := range edges(o) {
			if e.gives {
				fmt.Fprintf(out, "\tf%d -> o%d [label=%s];\n", e.function, i, dotText(e.verbs))
			} else {
				fmt.Fprintf(out, "\to%d -> f%d [label=%s];\n", i, e.function, dotText(e.verbs))
			}
		}
	}
	for _, s := range c.Starts {
		fmt.Fprintf(out, "\tf%d -> f%d [style=dashed, label=%s];\n", s.From, s.To, dotText(startLabel(s)))
	}
	fmt.Fprintln(out, "}")
	return out.Flush()
}

func startLabel(s graph.Start) string {
	if s.Loop {
		return "starts in a loop"
	}
	return "starts"
}

func dotShape(k trace.Kind) string {
	switch {
	case k.IsLock():
		return "octagon"
	case k == trace.Channel:
		return "ellipse"
	}
	return "hexagon"
}

// dotText quotes a text that shows nothing hidden.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// mermaidEdges is as much as code hosts draw in one picture.
const mermaidEdges = 400

func writeGraphMermaid(w io.Writer, r *GraphReport) error {
	out := bufio.NewWriter(w)
	c := newChart(r)
	var lines []string
	functions := make(map[int]bool)
	objects := make(map[int]bool)
	left := 0
	draw := func(object int, used []int, line string) {
		if len(lines) >= mermaidEdges {
			left++
			return
		}
		for _, f := range used {
			functions[f] = true
		}
		if object >= 0 {
			objects[object] = true
		}
		lines = append(lines, line)
	}
	for i, o := range c.Objects {
		for _, e := range edges(o) {
			from, to := fmt.Sprintf("f%d", e.function), fmt.Sprintf("o%d", i)
			if !e.gives {
				from, to = to, from
			}
			draw(i, []int{e.function}, fmt.Sprintf("    %s -->|\"%s\"| %s", from, mermaidText(e.verbs), to))
		}
	}
	for _, s := range c.Starts {
		draw(-1, []int{s.From, s.To}, fmt.Sprintf("    f%d -.->|\"%s\"| f%d", s.From, startLabel(s), s.To))
	}
	fmt.Fprintln(out, "```mermaid\nflowchart LR")
	for _, i := range slices.Sorted(maps.Keys(functions)) {
		fmt.Fprintf(out, "    f%d[\"%s\"]\n", i, mermaidText(c.function(i)))
	}
	for _, i := range slices.Sorted(maps.Keys(objects)) {
		fmt.Fprintf(out, "    o%d([\"%s\"])\n", i, mermaidText(c.title(c.Objects[i])))
	}
	for _, line := range lines {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out, "```")
	if left > 0 {
		fmt.Fprintf(out, "\n%d edges are left out: name fewer packages.\n", left)
	}
	return out.Flush()
}

//go:embed page/graph.html
var graphHTML string

// A graphPage is the data of the template.
type graphPage struct {
	CSS      template.CSS
	JS       template.JS
	Policy   string
	Kinds    []string
	Packages []string
	Objects  []graphArticle
	Starts   []item
}

type graphArticle struct {
	entry   // Pass is the kind
	Facts   string
	Uses    []item
	Picture picture
}

func writeGraphHTML(w io.Writer, r *GraphReport) error {
	parsed, err := template.New("graph").Parse(graphHTML)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := parsed.Execute(out, newGraphPage(newChart(r))); err != nil {
		return err
	}
	return out.Flush()
}

func newGraphPage(c chart) graphPage {
	hash := sha256.Sum256([]byte(pageJS))
	p := graphPage{
		CSS: template.CSS(pageCSS), JS: template.JS(pageJS), Policy: policy(hash[:]),
	}
	kinds, packages := make(map[string]bool), make(map[string]bool)
	for i, o := range c.Objects {
		a := graphArticle{
			entry: entry{
				ID: fmt.Sprintf("o%d", i+1), Pass: visible(string(o.Kind)), Package: visible(c.Functions[o.Uses[0].Function].Package),
				Message: c.object(o), Place: c.place(o.Pos),
			},
			Facts:   c.facts(o),
			Picture: c.picture(o),
		}
		for _, u := range o.Uses {
			a.Uses = append(a.Uses, item{Place: "line " + c.lines(u.At, o.Pos.File), Text: c.doer(u) + ": " + verb(u.Op)})
		}
		kinds[a.Pass], packages[a.Package] = true, true
		p.Objects = append(p.Objects, a)
	}
	for _, s := range c.Starts {
		p.Starts = append(p.Starts, item{Place: c.place(s.At[0]), Text: c.starts(s)})
	}
	p.Kinds, p.Packages = slices.Sorted(maps.Keys(kinds)), slices.Sorted(maps.Keys(packages))
	return p
}

// A picture has an object in the middle, those who give to it on the left and those
// who wait for it on the right.
type picture struct {
	Width, Height int
	Boxes         []graphBox
	Arrows        []arrow
	Labels        []graphLabel
}

type graphBox struct {
	X, Y, Width, Height, TextX, TextY, Color int
	Text                                     string
}

type graphLabel struct {
	X, Y int
	Text string
}

func (c chart) picture(o graph.Object) picture {
	const (
		row, box, top  = 34, 24, 6 // heights
		char           = 8         // width
		longest, words = 36, 28    // characters of a name, and of the verbs of an arrow
	)
	var sides [2][]edge
	names, verbs := [2]int{}, [2]int{}
	for _, e := range edges(o) {
		side := 1
		if e.gives {
			side = 0
		}
		sides[side] = append(sides[side], e)
		names[side] = max(names[side], width(clip(c.function(e.function), longest, true)))
		verbs[side] = max(verbs[side], width(clip(e.verbs, words, false)))
	}
	rows := max(len(sides[0]), len(sides[1]))
	name := clip(c.object(o), longest, true)
	middle := width(name)*char + 20
	x := top
	if len(sides[0]) > 0 {
		x += names[0]*char + 20 + verbs[0]*char + 24
	}
	var p picture
	p.Boxes = append(p.Boxes, graphBox{x, top, middle, (rows-1)*row + box, x + 10, top + ((rows-1)*row+box)/2 + 4, 0, name})
	for side, list := range sides {
		for i, e := range list {
			y := top + i*row
			size := names[side]*char + 20
			from, to := top+size, x // of the arrow
			left := top
			if side == 1 {
				from = x + middle
				to = from + verbs[1]*char + 24
				left = to
			}
			text := clip(c.function(e.function), longest, true)
			p.Boxes = append(p.Boxes, graphBox{left, y, size, box, left + 10, y + box/2 + 4, e.function%(goroutineColors-1) + 1, text})
			p.Arrows = append(p.Arrows, arrow{X1: from, Y1: y + box/2, X2: to - 6, Y2: y + box/2, Head: fmt.Sprintf("%d,%d %d,%d %d,%d", to, y+box/2, to-7, y+box/2-4, to-7, y+box/2+4)})
			p.Labels = append(p.Labels, graphLabel{from + 8, y + box/2 - 4, clip(e.verbs, words, false)})
		}
	}
	for _, b := range p.Boxes {
		p.Width = max(p.Width, b.X+b.Width+top)
	}
	p.Height = top + (rows-1)*row + box + top
	return p
}
