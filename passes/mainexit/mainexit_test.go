package mainexit_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/mainexit"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), mainexit.Analyzer,
		"closed_jobs", "early_return", "missing_wait", "missing_wait_go", "no_wait", "runs_app", "said_why", "sleep_beside_wait", "sleep_in_helper", "sleep_in_loop", "sleep_only",
		"started_by_closure", "tui", "idle", "started_by_defer", "started_by_helper", "started_by_method", "told_by_signal", "wait_for_one_of_three", "wait_for_one_of_two",
		"good_cancelled", "good_closed_done", "good_context_watcher", "good_deferred_wait", "good_exit", "good_fatal_server", "good_generator", "good_given_up", "good_goexit", "good_grandchild", "good_helper_waits", "joined", "not_joined", "good_loop_forever",
		"good_method_waits", "good_receive", "good_receive_all", "good_runs_app", "good_return_before_go", "good_waits_elsewhere", "looks_elsewhere",
		"good_select_forever", "good_server", "good_serves_beside", "good_signal",
		"good_signal_context", "good_sleep_and_wait", "good_spinner", "good_ticker", "good_until_failure", "until_done", "good_timeout", "good_told_to_stop", "tells_workers", "good_waitgroup", "good_waitgroup_go",
		"doc_buffered", "doc_closing", "doc_declare", "doc_iterating", "doc_loops", "doc_no_sleep", "doc_send_receive", "doc_start", "doc_two_goroutines",
	)
}
