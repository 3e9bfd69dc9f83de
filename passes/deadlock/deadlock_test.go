package deadlock_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/deadlock"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), deadlock.Analyzer,
		"all_asleep", "arguments", "asked_twice", "atomics", "by_address", "chans", "conditions", "configured", "contexts", "delays", "found", "full_buffer", "generic_send", "goexit", "heap", "heights", "large_counts", "interface_methods", "lists", "left_open", "lock_order", "locks",
		"never_made", "serving", "not_serving", "nobody_serves", "once", "one_sided", "pipes", "polling", "racers", "recovered", "recovered/try", "registry", "rounds", "rwmutex", "same_goroutine", "served", "served/helpers", "signalled", "signals", "test_functions", "retried", "third", "timers",
		"guards", "wait_group", "wait_group_go", "waiting_cycle", "whole_types", "wrapped",
		"doc_full_buffer", "embedded_interface",
	)
}
