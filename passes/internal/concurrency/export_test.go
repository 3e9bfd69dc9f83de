package concurrency

import (
	"testing"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// FailAt makes the exploration of one root panic, for the rest of a test.
func FailAt(t *testing.T, root string) {
	t.Cleanup(func() { search = explore.Run })
	search = func(prog *link.Program, fn int, classes []model.Class, opts explore.Options) *explore.Graph {
		if prog.Funcs[fn].Name == root {
			var none []int
			_ = none[fn]
		}
		return explore.Run(prog, fn, classes, opts)
	}
}
