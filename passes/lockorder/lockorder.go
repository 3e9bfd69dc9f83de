package lockorder

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the lockorder pass.
var Analyzer = report.Analyzer("lockorder", doc)
