package datarace_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/datarace"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), datarace.Analyzer,
		"append_map", "atomics", "begun", "bubble", "captured", "checked", "distant", "fields", "handed_over", "handler_literals", "handlers", "handlers_locked", "large", "fenced", "stand_ins", "forgotten_lock", "gates", "locked_elsewhere", "locks_too", "loop_variable", "norace", "package_variables", "parallel", "published", "rounds", "run_inside", "services", "services/pb", "unlocked",
	)
}
