package datarace

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the datarace pass.
var Analyzer = report.Analyzer("datarace", doc)
