package lockorder

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the lockorder pass.
var Analyzer = &analysis.Analyzer{
	Name:     "lockorder",
	Doc:      report.Doc(doc, "lockorder"),
	URL:      report.URL("lockorder", "lockorder"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.LockOrder)
	return nil, nil
}
