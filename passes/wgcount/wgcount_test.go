package wgcount_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/wgcount"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), wgcount.Analyzer,
		"across_methods", "add_after_wait", "conditional", "copied", "counted_first", "done_not_reached", "exiting_logger", "negative_counter", "not_started", "late_add_and_done", "whole_types", "generics", "hooks", "hooks/listener", "tickers", "uses_tickers",
	)
}
