package sendclosed

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the sendclosed pass.
var Analyzer = &analysis.Analyzer{
	Name:     "sendclosed",
	Doc:      report.Doc(doc, "sendclosed"),
	URL:      report.URL("sendclosed", "sendclosed"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.SendClosed)
	return nil, nil
}
