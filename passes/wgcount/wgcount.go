package wgcount

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the wgcount pass.
var Analyzer = &analysis.Analyzer{
	Name:     "wgcount",
	Doc:      report.Doc(doc, "wgcount"),
	URL:      report.URL("wgcount", "wgcount"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.MissingDone, detect.NegativeCounter, detect.AddRace)
	return nil, nil
}
