package goroutineleak_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/goroutineleak"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), goroutineleak.Analyzer,
		"abandoned_producer", "context_never_cancelled", "done_never_closed", "double_send", "early_return",
		"first_of_many", "locks_and_groups", "never_stopped", "stopped_timer", "timeout",
	)
}
