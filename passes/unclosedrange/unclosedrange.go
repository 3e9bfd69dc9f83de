package unclosedrange

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the unclosedrange pass.
var Analyzer = &analysis.Analyzer{
	Name:     "unclosedrange",
	Doc:      report.Doc(doc, "unclosedrange"),
	URL:      report.URL("unclosedrange", "unclosedrange"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.UnclosedRange)
	return nil, nil
}
