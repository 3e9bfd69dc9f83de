package doubleclose_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/doubleclose"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), doubleclose.Analyzer,
		"answers", "caught", "generic_types", "flags", "flagged", "lists", "close_twice", "closed_by_defer", "closed_by_helper", "closed_by_method", "two_goroutines", "second_close", "select_timer", "whole_types",
	)
}
