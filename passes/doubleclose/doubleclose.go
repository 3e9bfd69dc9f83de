package doubleclose

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the doubleclose pass.
var Analyzer = &analysis.Analyzer{
	Name:     "doubleclose",
	Doc:      report.Doc(doc, "doubleclose"),
	URL:      report.URL("doubleclose", "doubleclose"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.CloseClosed)
	return nil, nil
}
