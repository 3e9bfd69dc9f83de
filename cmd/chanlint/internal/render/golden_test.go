package render

import (
	"strings"
	"testing"
)

func TestGolden(t *testing.T) {
	for _, test := range []struct {
		file, format string
		opts         Options
	}{
		{"report.txt", "text", Options{}},
		{"ascii.txt", "text", Options{ASCII: true, Width: 80}},
		{"color.txt", "text", Options{Color: true}},
		{"context.txt", "text", Options{Context: 2}},
		{"narrow.txt", "text", Options{Width: 40}},
		{"report.html", "html", Options{}},
		{"report.json", "json", Options{}},
		{"report.sarif", "sarif", Options{}},
		{"report.github", "github", Options{}},
		{"report.gitlab.json", "gitlab", Options{}},
		{"report.checkstyle.xml", "checkstyle", Options{}},
		{"report.mermaid.md", "mermaid", Options{}},
	} {
		t.Run(test.file, func(t *testing.T) {
			checkGolden(t, test.file, printed(t, example(t), test.format, test.opts))
		})
	}
}

func TestGoldenSummary(t *testing.T) {
	var summary strings.Builder
	printed(t, example(t), "github", Options{Summary: &summary})
	checkGolden(t, "summary.md", summary.String())
}
