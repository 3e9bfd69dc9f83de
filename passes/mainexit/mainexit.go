package mainexit

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the mainexit pass.
var Analyzer = report.Analyzer("mainexit", doc)
