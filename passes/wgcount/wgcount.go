package wgcount

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the wgcount pass.
var Analyzer = report.Analyzer("wgcount", doc)
