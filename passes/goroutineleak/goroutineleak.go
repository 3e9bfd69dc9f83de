package goroutineleak

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the goroutineleak pass.
var Analyzer = &analysis.Analyzer{
	Name:     "goroutineleak",
	Doc:      report.Doc(doc, "goroutineleak"),
	URL:      report.URL("goroutineleak", "goroutineleak"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.Leak)
	return nil, nil
}
