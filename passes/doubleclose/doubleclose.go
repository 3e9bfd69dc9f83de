package doubleclose

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the doubleclose pass.
var Analyzer = report.Analyzer("doubleclose", doc)
