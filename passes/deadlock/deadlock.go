package deadlock

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the deadlock pass.
var Analyzer = report.Analyzer("deadlock", doc)
