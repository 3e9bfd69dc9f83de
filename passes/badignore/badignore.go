package badignore

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the badignore pass.
var Analyzer = report.BadIgnore("badignore", doc)
