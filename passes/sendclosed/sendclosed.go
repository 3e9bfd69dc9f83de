package sendclosed

import (
	_ "embed"

	"github.com/chanlint/chanlint/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the sendclosed pass.
var Analyzer = report.Analyzer("sendclosed", doc)
