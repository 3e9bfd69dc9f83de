package sendclosed_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/sendclosed"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sendclosed.Analyzer,
		"called_back", "close_then_send", "closed_before_producers", "closed_by_defer", "closed_by_helper",
		"after_sleep", "bounded", "closed_by_method", "guarded", "pipeline", "wait_field", "wait_interface", "whole_types",
		"doc_send_on_closed",
	)
}
