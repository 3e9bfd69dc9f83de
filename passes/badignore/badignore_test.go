package badignore_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/badignore"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), badignore.Analyzer,
		"wrong", "unused", "places", "line_directives", "generated",
		"no_concurrency",
	)
}
