package closedrecv_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/passes/closedrecv"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), closedrecv.Analyzer,
		"fields", "select_loop", "spinning_loop",
	)
}
