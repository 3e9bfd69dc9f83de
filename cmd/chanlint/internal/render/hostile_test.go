package render

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/trace"
)

// nasty means something to every format, if it is not escaped.
const nasty = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'` + "`" + `;|]]>--><!--</title></svg>` +
	"\x00\x1b[31m\u202e\u2066\u200b\U000e0041\xff\r\n::error::x%0A,:\t${{1}} #35; ![x](http://example.com) **b** @all <details> {{.}} ```\n%%{init}%%\nend\n" +
	`javascript:alert(3) &amp; \ größe 日本`

// hostile returns a report whose every text is nasty, in a source file of
// endless lines.
func hostile() *Report {
	at := func(line, column int) trace.Position {
		return trace.Position{File: nasty + ".go", Line: line, Column: column}
	}
	source := "package a\n\n// " + nasty + "\nfunc f() { " + strings.Repeat(nasty, 100) + " }\n"
	f := Finding{
		Pass: "sendclosed", Category: nasty, Message: nasty, Package: nasty,
		Pos: at(3, 9), End: at(3, 200), Related: []Related{{Pos: at(1, 1), Message: nasty}},
	}
	untraced := f
	untraced.Pass = nasty
	f.Trace = &trace.Trace{
		Goroutines: []trace.Goroutine{{Name: nasty}, {Name: strings.Repeat(nasty, 50), Start: at(5, 3)}},
		Objects:    []trace.Object{{Name: nasty, Kind: trace.Channel}, {Kind: nasty}},
		Steps: []trace.Step{
			{Goroutine: 1, Pos: at(4, 5000), Op: trace.Go, Peer: 2, Text: nasty},
			{Goroutine: 1, Pos: at(5, 1), Op: trace.Send, Object: 1, Peer: 2},
			{Goroutine: 2, Pos: at(999, 1), Op: trace.Receive, Object: 1, Peer: 1},
			{Goroutine: 2, Pos: trace.Position{}, Op: nasty, Object: 2, State: &trace.State{Len: 9, Cap: 1 << 30, Count: -1}},
			{Goroutine: 2, Pos: at(1, 1), Op: trace.Send, Object: 1, Outcome: nasty},
		},
	}
	return &Report{
		Version:  nasty,
		Findings: []Finding{f, untraced},
		Passes:   []*analysis.Analyzer{{Name: "sendclosed", Doc: nasty + "\n\n" + nasty, URL: "javascript:alert(4)"}},
		ReadFile: func(string) ([]byte, error) { return []byte(source), nil },
	}
}

// checkVisible checks that a text has no hidden characters but those allowed.
func checkVisible(t *testing.T, what, text, allowed string) {
	for i, r := range text {
		if isHidden(r) && !strings.ContainsRune(allowed, r) {
			t.Errorf("%s has %U at byte %d", what, r, i)
			return
		}
	}
}

func TestHostileText(t *testing.T) {
	for _, opts := range []Options{{}, {Width: 200}, {Width: 1}, {ASCII: true}, {Color: true}} {
		allowed := "\n"
		got := printed(t, hostile(), "text", opts)
		if opts.Color {
			got = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(got, "")
		}
		checkVisible(t, "text", got, allowed)
		if n := len(regexp.MustCompile(`(?m)^[^ \n]`).FindAllString(got, -1)); n != 2 {
			t.Errorf("%+v: %d lines are not indented, want one for each finding", opts, n)
		}
	}
}

func TestHostileHTML(t *testing.T) {
	checkHTML(t, printed(t, hostile(), "html", Options{}), 2)
}

// checkHTML checks that a page has the elements and attributes of the template,
// and no others.
func checkHTML(t *testing.T, text string, articles int) {
	t.Helper()
	elements := make(map[string]bool)
	for _, name := range strings.Fields(`html head meta title link style body a header h1 h2 h3 p form label select option input button output
		div nav ol ul li span main article code figure figcaption table thead tbody tr th td bdi mark i svg rect text line polygon circle g path script`) {
		elements[name] = true
	}
	scripts, found := 0, 0
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			if scripts != 1 || found != articles {
				t.Errorf("%d scripts and %d articles, want 1 and %d", scripts, found, articles)
			}
			return
		case html.CommentToken:
			t.Errorf("comment %s", z.Text())
		case html.TextToken:
			checkVisible(t, "text of the page", string(z.Text()), "\n\t")
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if !elements[tok.Data] {
				t.Errorf("element %s", tok.Data)
			}
			for _, a := range tok.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src":
					t.Errorf("attribute %s of %s", a.Key, tok.Data)
				case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && a.Val != "data:," && !strings.HasPrefix(a.Val, "https://pkg.go.dev/"):
					t.Errorf("link to %s", a.Val)
				}
				checkVisible(t, "attribute "+a.Key, a.Val, "")
			}
			switch tok.Data {
			case "article":
				found++
			case "script":
				scripts++
				if z.Next(); string(z.Raw()) != pageJS {
					t.Errorf("script %.80s", z.Raw())
				}
			}
		}
	}
}

func TestHostileJSON(t *testing.T) {
	r := hostile()
	var got JSONReport
	if err := json.Unmarshal([]byte(printed(t, r, "json", Options{})), &got); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(nasty, "\uFFFD"); len(got.Findings) != 2 || got.Findings[0].Message != want {
		t.Errorf("got %+v", got.Findings)
	}
	tr, err := trace.Decode(got.Findings[0].Trace)
	if err != nil || len(tr.Steps) != len(r.Findings[0].Trace.Steps) {
		t.Errorf("trace %+v, %v", tr, err)
	}
}

// TestReadJSON checks that what is printed is read back as it was.
func TestReadJSON(t *testing.T) {
	for name, r := range map[string]*Report{"example": example(t), "hostile": hostile()} {
		text := printed(t, r, "json", Options{})
		got, ids, err := ReadJSON([]byte(text))
		if err != nil || len(ids) != len(r.Findings) {
			t.Fatalf("%s: %d fingerprints, %v", name, len(ids), err)
		}
		if want := Fingerprints(r); !slices.Equal(ids, want) {
			t.Errorf("%s: fingerprints %q, want %q", name, ids, want)
		}
		got.Root, got.ReadFile, got.Passes = r.Root, r.ReadFile, r.Passes
		for _, format := range []string{"text", "sarif"} {
			// Texts that are not UTF-8 come back with replacements.
			if name == "example" && printed(t, got, format, Options{}) != printed(t, r, format, Options{}) {
				t.Errorf("the format %s has changed", format)
			}
		}
	}
	for _, text := range []string{"", "[]", "{}", `{"version":2,"findings":[]}`} {
		if _, _, err := ReadJSON([]byte(text)); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}

func TestHostileGitLab(t *testing.T) {
	var got []gitlabIssue
	if err := json.Unmarshal([]byte(printed(t, hostile(), "gitlab", Options{})), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Description != visible(nasty) || got[0].Fingerprint == got[1].Fingerprint {
		t.Errorf("got %+v", got)
	}
}

func TestHostileCheckstyle(t *testing.T) {
	text := printed(t, hostile(), "checkstyle", Options{})
	var got checkstyle
	dec := xml.NewDecoder(strings.NewReader(text))
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got.Files) != 1 || len(got.Files[0].Errors) != 2 || got.Files[0].Errors[0].Message != visible(nasty) {
		t.Errorf("got %+v", got)
	}
}

// TestHostileGitHub reads the commands as GitHub's runner does: line by line.
func TestHostileGitHub(t *testing.T) {
	r := hostile()
	text := printed(t, r, "github", Options{})
	checkVisible(t, "commands", text, "\n")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != len(r.Findings) {
		t.Fatalf("%d lines for %d findings", len(lines), len(r.Findings))
	}
	for i, line := range lines {
		command, ok := strings.CutPrefix(line, "::error ")
		properties, data, ok2 := strings.Cut(command, "::")
		if !ok || !ok2 {
			t.Fatalf("line %d is no command: %.80s", i, line)
		}
		got := make(map[string]string)
		for p := range strings.SplitSeq(properties, ",") {
			key, value, _ := strings.Cut(p, "=")
			got[key] = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(value)
		}
		if want := visible(r.Findings[i].Pos.File); got["file"] != want || len(got) != 6 {
			t.Errorf("properties %q", got)
		}
		if message := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(data); !strings.HasPrefix(message, visible(nasty)+"\n") {
			t.Errorf("message %.200s", message)
		}
	}
}

// mermaidLine is all that a diagram may consist of.
var mermaidLine = regexp.MustCompile(`^(sequenceDiagram|    (participant G\d+ as |Note over G\d+(,G\d+)?: |G\d+(->>|-\))G\d+: )([\pL\pM\pN .,/_()…✗-]|#\d+;|<br/>)*)$`)

// checkMarkdown checks that Markdown has no HTML but ours, and diagrams in its
// fences.
func checkMarkdown(t *testing.T, text string) {
	t.Helper()
	checkVisible(t, "Markdown", text, "\n")
	fenced := false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "```mermaid", fenced && line == "```":
			fenced = !fenced
		case fenced:
			if !mermaidLine.MatchString(line) {
				t.Errorf("diagram has the line %q", line)
			}
		case line == "</details>":
		case strings.HasPrefix(line, "<details><summary>"):
			inner := strings.TrimSuffix(strings.TrimPrefix(line, "<details><summary>"), "</summary>")
			if strings.ContainsAny(inner, `<>"`) {
				t.Errorf("summary has the line %q", line)
			}
		default:
			for i, r := range line {
				if strings.ContainsRune("<>`[]!@&*$", r) && !strings.HasSuffix(line[:i], `\`) {
					t.Errorf("character %c of %q means something", r, line)
					break
				}
			}
		}
	}
	if fenced {
		t.Error("a diagram is not closed")
	}
}

func TestHostileMarkdown(t *testing.T) {
	checkMarkdown(t, printed(t, hostile(), "mermaid", Options{}))
	var summary strings.Builder
	printed(t, hostile(), "github", Options{Summary: &summary})
	checkMarkdown(t, summary.String())
}

// TestMany prints very many findings in all formats.
func TestMany(t *testing.T) {
	const n = 10_000
	r := example(t)
	few := r.Findings
	for len(r.Findings) < n {
		r.Findings = append(r.Findings, few...)
	}
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			if f.Name == "html" && testing.Short() {
				t.Skip("takes seconds")
			}
			var summary strings.Builder
			text := printed(t, r, f.Name, Options{Summary: &summary})
			got := 0
			switch f.Name {
			case "text":
				got = len(regexp.MustCompile(`(?m)^[^ \n]`).FindAllStringIndex(text, -1))
			case "html":
				checkHTML(t, text, n)
				got = n
			case "json":
				var report JSONReport
				unmarshal(t, text, &report)
				got = len(report.Findings)
			case "sarif":
				var log sarifLog
				unmarshal(t, text, &log)
				got = len(log.Runs[0].Results)
			case "github":
				got = strings.Count(text, "\n")
				if summary.Len() > 1<<20 || !strings.HasSuffix(summary.String(), " more.\n") {
					t.Errorf("summary of %d bytes", summary.Len())
				}
				checkMarkdown(t, summary.String())
			case "gitlab":
				var issues []gitlabIssue
				unmarshal(t, text, &issues)
				prints := make(map[string]bool)
				for _, issue := range issues {
					prints[issue.Fingerprint] = true
				}
				got = len(prints)
			case "checkstyle":
				var doc checkstyle
				if err := xml.Unmarshal([]byte(text), &doc); err != nil {
					t.Fatal(err)
				}
				for _, file := range doc.Files {
					got += len(file.Errors)
				}
			case "mermaid":
				got = strings.Count(text, "### ")
			}
			if got != n {
				t.Errorf("%d findings, want %d", got, n)
			}
		})
	}
}

func unmarshal(t *testing.T, text string, value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), value); err != nil {
		t.Fatal(err)
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"größe 日本":        "größe 日本",
		"a\tb\nc\r":       `a b c\x0d`,
		"\x1b[31m\u202e":  `\x1b[31m\u202e`,
		"\xff\U000e0041":  `\xff\U000e0041`,
		"\ufffd\u2028":    `\ufffd\u2028`,
		"e\u0301\u200d\"": "e\u0301" + `\u200d"`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
		for _, r := range visible(in) {
			if !unicode.IsGraphic(r) {
				t.Errorf("visible(%q) has %U", in, r)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		in   string
		n    int
		want string
	}{
		{"", 5, ""},
		{"one two three", 7, "one two|three"},
		{"abcdefgh ij", 3, "abc|def|gh|ij"},
		{"日本語", 4, "日本|語"},
		{"日", 1, "日"},
	} {
		if got := strings.Join(wrap(test.in, test.n), "|"); got != test.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.in, test.n, got, test.want)
		}
	}
}
