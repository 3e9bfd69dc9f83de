package heldlock

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the heldlock pass.
var Analyzer = report.Analyzer("heldlock", doc)
