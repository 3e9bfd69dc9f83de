package closedrecv

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the closedrecv pass.
var Analyzer = report.Analyzer("closedrecv", doc)
