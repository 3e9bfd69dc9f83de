package report

import "strings"

// Doc returns the documentation of a pass out of the source of its doc.go
// (embedded by the pass): the text of the package comment from the heading
// "# Analyzer NAME" on, up to the next such heading, in the form that
// analysis.Analyzer.Doc asks for: "NAME: summary", a blank line, the rest. It
// returns "" if the heading or the summary line is missing.
func Doc(source, name string) string {
	_, text, ok := strings.Cut(source, "# Analyzer "+name+"\n")
	if !ok {
		return ""
	}
	if end := strings.Index(text, "*/"); end >= 0 {
		text = text[:end]
	}
	if next := strings.Index(text, "# Analyzer "); next >= 0 {
		text = text[:next]
	}
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, name+": ") {
		return ""
	}
	return text
}

// URL returns the address of the documentation of a category of a pass. Every
// category is a heading of the pass's package comment.
func URL(pass, category string) string {
	const base = "https://pkg.go.dev/github.com/chanlint/chanlint/passes/"
	if category == pass {
		return base + pass
	}
	return base + pass + "#hdr-" + strings.ReplaceAll(category, "-", "_")
}
