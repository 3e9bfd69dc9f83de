package goroutineleak_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/goroutineleak"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), goroutineleak.Analyzer,
		"abandoned_producer", "after_sentinel", "after_setup", "atomic_flag", "busy_caller", "command", "command_main", "deep", "whole_types", "context_never_cancelled", "context_trees", "counted_workers", "decoded", "done_never_closed",
		"double_send", "early_return", "expected", "first_of_many", "func_handlers", "feed", "generics", "handed", "hanging_main", "interrupted", "irrelevant", "kept_elsewhere", "left_by_tests", "listeners", "locks_and_groups", "logging_main",
		"never_signalled", "never_stopped", "once_started", "pipe_ends", "prelude", "pumps", "stopped_timer", "timeout", "timer_func", "room_for_one", "sequences",
	)
}
