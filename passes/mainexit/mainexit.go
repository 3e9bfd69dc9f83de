package mainexit

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the mainexit pass.
var Analyzer = &analysis.Analyzer{
	Name:     "mainexit",
	Doc:      report.Doc(doc, "mainexit"),
	URL:      report.URL("mainexit", "mainexit"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.MainExit, detect.MainSleep)
	return nil, nil
}
