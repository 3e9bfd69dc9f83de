package render

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/graph"
	"github.com/chanlint/chanlint/passes/trace"
)

// exampleGraph is a graph with all that the formats tell apart.
func exampleGraph() *GraphReport {
	at := func(file string, lines ...int) []trace.Position {
		var list []trace.Position
		for _, n := range lines {
			list = append(list, trace.Position{File: "/m/" + file, Line: n, Column: 2})
		}
		return list
	}
	pos := func(file string, line int) trace.Position { return at(file, line)[0] }
	return &GraphReport{Root: "/m", Graph: &graph.Graph{
		Functions: []graph.Function{
			{Name: "main", Package: "example.com/m", Pos: pos("main.go", 5)},
			{Name: "main.func1", Package: "example.com/m", Pos: pos("main.go", 9), In: []int{1}},
			{Name: "(*Pool).work", Package: "example.com/m/pool", Pos: pos("pool/pool.go", 20), In: []int{2}},
			{Name: "(*Pool).count", Package: "example.com/m/pool", Pos: pos("pool/pool.go", 30), In: []int{1, 2}},
		},
		Objects: []graph.Object{
			{Name: "größen", Kind: trace.Channel, Pos: pos("main.go", 6), Buffers: []string{"0", "12", ""}, Uses: []graph.Use{
				{Op: trace.Make, At: at("main.go", 6)},
				{Op: trace.Send, Function: 1, At: at("main.go", 10, 11)},
				{Op: graph.Range, Function: 2, At: at("pool/pool.go", 21)},
				{Op: trace.Close, At: at("main.go", 12, 12)},
			}},
			{Kind: trace.Channel, Pos: pos("main.go", 7), Uses: []graph.Use{
				{Op: graph.Pass, Via: "signal.Notify", At: at("main.go", 7)},
			}},
			{Name: "Pool.mu", Kind: trace.RWMutex, Pos: pos("pool/pool.go", 8), Uses: []graph.Use{
				{Op: trace.Lock, Function: 3, At: at("pool/pool.go", 31)},
				{Op: trace.Unlock, Function: 3, At: at("pool/pool.go", 32)},
				{Op: trace.Unlock, Function: 2, At: at("pool/pool.go", 22)},
			}},
			{Name: "wg", Kind: trace.WaitGroup, Pos: pos("main.go", 4), Parameter: true, Uses: []graph.Use{
				{Op: trace.Add, At: at("main.go", 8)},
				{Op: trace.Wait, At: at("main.go", 13)},
			}},
		},
		Starts: []graph.Start{
			{From: 0, To: 1, At: at("main.go", 9)},
			{From: 0, To: 2, Loop: true, At: at("main.go", 8)},
		},
	}}
}

// hostileGraph has nasty texts wherever there are texts.
func hostileGraph() *GraphReport {
	at := []trace.Position{{File: nasty + ".go", Line: 3, Column: 1}}
	return &GraphReport{Root: "/" + nasty, Graph: &graph.Graph{
		Functions: []graph.Function{
			{Name: nasty, Package: nasty, Pos: at[0], In: []int{1}},
			{Name: strings.Repeat(nasty, 50), Package: "example.com/" + nasty, Pos: at[0], In: []int{1}},
		},
		Objects: []graph.Object{
			{Name: nasty, Kind: trace.Channel, Pos: at[0], Buffers: []string{nasty}, Uses: []graph.Use{
				{Op: nasty, At: at}, {Op: trace.Receive, Function: 1, At: at}, {Op: graph.Pass, Via: nasty, At: at},
			}},
			{Kind: nasty, Uses: []graph.Use{{Op: trace.Send, Function: 1, At: []trace.Position{{}}}}},
		},
		Starts: []graph.Start{{From: 0, To: 1, At: at}},
	}}
}

func printedGraph(t testing.TB, r *GraphReport, format string) string {
	t.Helper()
	for _, f := range GraphFormats() {
		if f.Name == format {
			var out strings.Builder
			if err := f.Write(&out, r); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
	}
	t.Fatalf("no format %s", format)
	return ""
}

func TestGoldenGraph(t *testing.T) {
	for file, format := range map[string]string{"graph.txt": "text", "graph.html": "html", "graph.dot": "dot", "graph.mermaid.md": "mermaid"} {
		t.Run(format, func(t *testing.T) { checkGolden(t, file, printedGraph(t, exampleGraph(), format)) })
	}
}

func TestEmptyGraph(t *testing.T) {
	for _, f := range GraphFormats() {
		if got := printedGraph(t, &GraphReport{Graph: new(graph.Graph)}, f.Name); got == "" {
			t.Errorf("%s: nothing is printed", f.Name)
		}
	}
}

func TestHostileGraphText(t *testing.T) {
	text := printedGraph(t, hostileGraph(), "text")
	checkVisible(t, "text", text, "\n")
	if n := len(regexp.MustCompile(`(?m)^[^ \n]`).FindAllString(text, -1)); n != 3 {
		t.Errorf("%d lines are not indented, want one for each object and one for goroutines", n)
	}
}

func TestHostileGraphHTML(t *testing.T) {
	checkHTML(t, printedGraph(t, hostileGraph(), "html"), 2)
}

// dotLine is all that a line of a graph may consist of. In a quoted text, a quote
// comes after a backslash, and a backslash is never alone.
var dotLine = regexp.MustCompile(`^(digraph chanlint \{|\}|\t(rankdir=LR|(node|edge|[fo]\d+( -> [fo]\d+)?) \[\w+=(\w+|"([^"\\]|\\["\\])*")(, \w+=(\w+|"([^"\\]|\\["\\])*"))*\]);)$`)

func TestHostileGraphDOT(t *testing.T) {
	for _, r := range []*GraphReport{exampleGraph(), hostileGraph()} {
		text := printedGraph(t, r, "dot")
		checkVisible(t, "graph", text, "\n\t")
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
			if !dotLine.MatchString(line) {
				t.Errorf("line %.300q", line)
			}
		}
	}
}

// flowchartLine is all that a line of a flowchart may consist of: texts have nothing
// in them that means something to Mermaid or Markdown.
var flowchartLine = regexp.MustCompile("^(```(mermaid)?|flowchart LR|    (f\\d+\\[\"TEXT\"\\]|o\\d+\\(\\[\"TEXT\"\\]\\)|[fo]\\d+ (-->|-\\.->)\\|\"TEXT\"\\| [fo]\\d+))$")

func TestHostileGraphMermaid(t *testing.T) {
	quoted := regexp.MustCompile(`"[^"]*"`)
	plain := regexp.MustCompile(`^"[\pL\pN .,/_()…;#-]*"$`)
	for _, r := range []*GraphReport{exampleGraph(), hostileGraph()} {
		for line := range strings.SplitSeq(strings.TrimSuffix(printedGraph(t, r, "mermaid"), "\n"), "\n") {
			for _, text := range quoted.FindAllString(line, -1) {
				if !plain.MatchString(text) {
					t.Errorf("text %.300q", text)
				}
			}
			shape := quoted.ReplaceAllString(line, `"TEXT"`)
			if !flowchartLine.MatchString(shape) {
				t.Errorf("line %.300q", line)
			}
		}
	}
}

// TestManyObjects prints more than a picture can hold.
func TestManyObjects(t *testing.T) {
	r := exampleGraph()
	for few := r.Graph.Objects; len(r.Graph.Objects) < 1000; {
		r.Graph.Objects = append(r.Graph.Objects, few...)
	}
	text := printedGraph(t, r, "mermaid")
	if n := strings.Count(text, "-->"); n != mermaidEdges {
		t.Errorf("%d edges, want %d", n, mermaidEdges)
	}
	if !regexp.MustCompile(`\n\d+ edges are left out: name fewer packages\.\n$`).MatchString(text) {
		t.Errorf("it does not say what is left out: …%s", text[len(text)-100:])
	}
	checkHTML(t, printedGraph(t, r, "html"), len(r.Graph.Objects))
}
