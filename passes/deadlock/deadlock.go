package deadlock

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the deadlock pass.
var Analyzer = &analysis.Analyzer{
	Name:     "deadlock",
	Doc:      report.Doc(doc, "deadlock"),
	URL:      report.URL("deadlock", "deadlock"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.Deadlock)
	return nil, nil
}
