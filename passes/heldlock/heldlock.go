package heldlock

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the heldlock pass.
var Analyzer = &analysis.Analyzer{
	Name:     "heldlock",
	Doc:      report.Doc(doc, "heldlock"),
	URL:      report.URL("heldlock", "heldlock"),
	Requires: []*analysis.Analyzer{concurrency.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Findings(pass, detect.HeldOnReturn, detect.DoubleLock, detect.UnlockUnlocked)
	return nil, nil
}
