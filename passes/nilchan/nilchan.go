package nilchan

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the nilchan pass.
var Analyzer = report.Analyzer("nilchan", doc)
