package main

import (
	"errors"
	"fmt"
	"go/doc/comment"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// explain prints the page of a pass.
func (c command) explain(args []string) int {
	if len(args) != 1 {
		return c.usageError(errors.New("explain takes one pass"))
	}
	a, err := c.pass(args[0])
	if err != nil {
		return c.usageError(err)
	}
	doc := new(comment.Parser).Parse(a.Doc + "\n\n" + silencing(a))
	return c.write(string(new(comment.Printer).Text(doc)) + "\n" + a.URL + "\n")
}

// pass returns the pass of a name.
func (c command) pass(name string) (*analysis.Analyzer, error) {
	for _, a := range c.passes {
		if a.Name == name {
			return a, nil
		}
	}
	return nil, fmt.Errorf("no pass is called %s", name)
}

// silencing is the section of a page on how to silence the pass.
func silencing(a *analysis.Analyzer) string {
	return fmt.Sprintf(`# How to silence it

A comment at the end of the line that is reported, or on the line above, says which
pass is not to report there, and why:

	//chanlint:ignore %s REASON

In the doc comment of a function it is about the whole function. The flag -%[1]s=false
switches the pass off.`, a.Name)
}

// markdownPage returns the page of a pass as Markdown, for those who browse the
// repository.
func markdownPage(a *analysis.Analyzer) []byte {
	_, text, _ := strings.Cut(a.Doc, "\n")
	p := comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }}
	page := p.Markdown(new(comment.Parser).Parse(text + "\n\n" + silencing(a)))
	summary, _, _ := strings.Cut(strings.TrimPrefix(a.Doc, a.Name+": "), "\n")
	return fmt.Appendf(nil, "<!-- Made from doc.go by: go test ./cmd/chanlint -run TestPages -update -->\n\n# %s\n\n%s.\n\n%s",
		a.Name, strings.ToUpper(summary[:1])+summary[1:], page)
}
