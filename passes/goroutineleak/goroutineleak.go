package goroutineleak

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the goroutineleak pass.
var Analyzer = report.Analyzer("goroutineleak", doc)
