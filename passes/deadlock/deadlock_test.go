package deadlock_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/deadlock"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), deadlock.Analyzer,
		"all_asleep", "full_buffer", "lock_order", "locks", "nobody_serves", "same_goroutine", "wait_group",
		"waiting_cycle",
		"doc_full_buffer",
	)
}
