package heldlock_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/heldlock"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), heldlock.Analyzer,
		"asserted", "caller_holds", "dialing", "enumerated", "exclusive", "failures", "kinds_of_lock", "large_function", "lent_unlock", "levels", "list_rounds", "lock_halves", "lock_methods", "locked_once", "locked_twice", "missing_unlock", "nested_and_left", "passed_on", "pooled", "read_and_write", "recovered_panic", "released_elsewhere", "relocked_inside", "relocked_inside/importer", "remembered", "reread", "skipped_by_continue", "states", "trying", "unlocked_inside", "unlocked_inside/store", "unlocked_twice", "wrong_unlock", "unlock_first", "which_lock",
	)
}
