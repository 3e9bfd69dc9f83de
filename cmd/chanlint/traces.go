package main

import (
	"slices"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
	"github.com/chanlint/chanlint/passes"
	"github.com/chanlint/chanlint/passes/trace"
)

// The analyzer that reports the way to each finding, and the flag that asks for it.
var (
	tracesName = passes.Traces().Name
	tracesFlag = "-" + tracesName + ".attach=true"
)

// A place names a finding: there are no two of the same pass that say the same at
// one place.
type place struct {
	pos           driver.Position
	pass, message string
}

// takeTraces removes the traces from the findings, and returns them.
func takeTraces(result *driver.Result) map[place]*trace.Trace {
	traces := make(map[place]*trace.Trace)
	result.Findings = slices.DeleteFunc(result.Findings, func(f driver.Finding) bool {
		if f.Pass != tracesName {
			return false
		}
		// A trace of which a part cannot be read is better than none.
		if t, _ := trace.Decode([]byte(f.Message)); t != nil && len(f.Steps) == 1 {
			traces[place{f.Pos, f.Category, f.Steps[0].Message}] = t
		}
		return true
	})
	return traces
}
