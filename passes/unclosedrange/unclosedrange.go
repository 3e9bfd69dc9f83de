package unclosedrange

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the unclosedrange pass.
var Analyzer = report.Analyzer("unclosedrange", doc)
