package nilchan

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the nilchan pass.
var Analyzer = &analysis.Analyzer{
	Name:     "nilchan",
	Doc:      report.Doc(doc, "nilchan"),
	URL:      report.URL("nilchan", "nilchan"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.NilChan, detect.CloseNil)
	return nil, nil
}
