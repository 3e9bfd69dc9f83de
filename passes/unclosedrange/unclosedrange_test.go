package unclosedrange_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/unclosedrange"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), unclosedrange.Analyzer,
		"closed_by_method", "ends_otherwise", "main_range", "pipeline", "producer_ends", "worker_pool", "whole_types", "rearmed_ticker", "stand_ins", "addresses", "after_checks", "targets", "told",
		"doc_forgotten_close", "close_after_sends",
	)
}
