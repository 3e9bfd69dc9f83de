package nilchan_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/nilchan"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), nilchan.Analyzer, "after_func",
		"assigned_elsewhere", "cast", "close_nil", "failed", "initialised", "listed", "missing_key", "never_assigned", "parts", "select_idiom", "shadowed",
		"zero_field", "given_nil",
		"doc_nil_receive", "make_it", "made_by_goroutine",
	)
}
