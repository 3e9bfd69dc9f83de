package lockorder_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/lockorder"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockorder.Analyzer,
		"cannot_overlap", "cycle_of_three", "embedded_scope", "gate", "made_meanwhile", "methods_of_one_type", "of_containers", "package_level", "same_type", "through_helpers", "two_objects",
	)
}
