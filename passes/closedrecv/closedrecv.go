package closedrecv

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the closedrecv pass.
var Analyzer = &analysis.Analyzer{
	Name:     "closedrecv",
	Doc:      report.Doc(doc, "closedrecv"),
	URL:      report.URL("closedrecv", "closedrecv"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.Spin)
	return nil, nil
}
